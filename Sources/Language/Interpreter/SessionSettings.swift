/// What a session is told when it starts.
package struct SessionSettings: Sendable {
  /// Folders with data beside those that every session searches.
  package var dataFolders: [String]
  /// Where the output of cells that show too much is kept; `nil` for nowhere.
  package var outputFolder: String?

  package init(dataFolders: [String] = [], outputFolder: String? = nil) {
    self.dataFolders = dataFolders
    self.outputFolder = outputFolder
  }
}

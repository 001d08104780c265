/// What a session is told when it starts.
package struct SessionSettings: Sendable {
  /// Folders with data beside those that every session searches.
  package var dataFolders: [String]

  package init(dataFolders: [String] = []) {
    self.dataFolders = dataFolders
  }
}

import DataSets

/// What a session is told when it starts.
package struct SessionSettings: Sendable {
  /// Folders with data beside those that every session searches.
  package var dataFolders: [String]
  /// Where the output of cells that show too much is kept; `nil` for nowhere.
  package var outputFolder: String?

  /// Where runs of training are recorded; `nil` for nowhere.
  package var runsFolder: String?

  package init(
    dataFolders: [String] = [], outputFolder: String? = nil, runsFolder: String? = nil
  ) {
    self.dataFolders = dataFolders
    self.outputFolder = outputFolder
    self.runsFolder = runsFolder
  }

  /// Every folder in which `load` looks for files, in this order; it need not exist.
  package var searchedFolders: [String] { DataFolders(installed: dataFolders).searched }
}

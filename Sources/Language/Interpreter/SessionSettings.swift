import DataSets

/// The settings of a session.
package struct SessionSettings: Sendable {
  /// Data folders beside those that every session searches.
  package var dataFolders: [String]
  /// Folder for output beyond the limit of a cell; `nil` for none.
  package var outputFolder: String?

  /// Folder for the records of training runs; `nil` for none.
  package var runsFolder: String?

  package init(
    dataFolders: [String] = [], outputFolder: String? = nil, runsFolder: String? = nil
  ) {
    self.dataFolders = dataFolders
    self.outputFolder = outputFolder
    self.runsFolder = runsFolder
  }

  /// All folders that `load` searches, in this order; they need not exist.
  package var searchedFolders: [String] { DataFolders(installed: dataFolders).searched }
}

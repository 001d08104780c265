/// Where a source's rows come from.
package enum DataOrigin: Equatable, Sendable {
  /// Files that their owners publish; any one of the publications is enough.
  case published([PublishedFiles])
  /// A file of the user's own.
  case own
  /// What DuckDB reads: files or databases of the user's own.
  case engine
  /// A frame of a Python program's.
  case python
  /// No file: the rows are computed.
  case computed
}

/// Files on a page of their owner's.
package struct PublishedFiles: Equatable, Sendable {
  /// What to take from the page, where it offers more than one thing.
  package var title: String?
  package var page: String
  /// Files by the names that the source looks for; each of these sets is enough by itself.
  package var files: [[String]]
  /// The owner's name of a file that the source looks for under a shorter one.
  package var originalName: String?
  /// Whether `make data` fetches them.
  package var isFetchedByMake = false

  /// One set of files.
  package init(
    _ files: String..., of title: String? = nil, at page: String, originalName: String? = nil,
    isFetchedByMake: Bool = false
  ) {
    self.init(eitherOf: [files], of: title, at: page)
    self.originalName = originalName
    self.isFetchedByMake = isFetchedByMake
  }

  /// Sets of files, each of which is enough.
  package init(eitherOf files: [[String]], of title: String? = nil, at page: String) {
    self.files = files
    self.title = title
    self.page = page
  }
}

/// What a source finds against options taken together.
package enum SourceFault: Error, Equatable {
  /// The files that a source takes.
  package enum Paths: Sendable, Equatable {
    case file
    /// An SQL statement.
    case statement
    /// One file or more.
    case files
    /// The name of a frame.
    case frame
    /// Its folder, or up to so many files.
    case folderOrFiles(Int)
    /// Its folder, or the file for training and that for the test.
    case folderOrTrainingAndTest
    /// Its folder, or a pair of files for training, for the test, or for both.
    case folderOrPairs

    /// How many paths may be given.
    var counts: Set<Int> {
      switch self {
      case .file, .frame, .statement: [1]
      case .files: Set(1...1_000)
      case .folderOrFiles(let most): Set(0...most)
      case .folderOrTrainingAndTest: [0, 1, 2]
      case .folderOrPairs: [0, 1, 2, 4]
      }
    }
  }

  case wrongPaths(String, takes: Paths)
  /// Other tasks than these, or one of them twice.
  case wrongTasks([String])
  /// A table of the user's own without a column to learn.
  case noLabel
  case columnTwice(String)
  /// No part of a time that becomes a feature.
  case wrongTimePart(String, known: [String])
  /// A mark of numbers that is more than one character.
  case wrongMark(option: String)
  /// Not three shares, or none for training.
  case wrongRatio
  /// So many vectors have no common cosine below the lowest, nor above 1.
  case noCommonCosine(Double, vectors: Int, lowest: Double)
}

/// Why data could not be found, read or used: the fault, and the file and line that show it.
///
/// It holds facts alone; `Language` writes the sentence and the way out.
package struct DataError: Error, Equatable {
  /// What is wrong, by the step that found it.
  package enum Fault: Equatable, Sendable {
    /// A file is not where it was looked for.
    case search(SearchFault)
    /// The file as a whole cannot be read.
    case file(FileFault)
    /// The first record does not name the columns as it should.
    case header(HeaderFault)
    /// Too many rows cannot be read: the first of them, and how many others there are.
    case row(BadRow.Reason, others: Int)
    /// A name asks for what is not there; `known` lists what is.
    case unknown(Named, String, known: [String])
    /// A label's values are not those of a binary task.
    case label(LabelFault)
    /// Rows cannot be shared out as asked.
    case split(SplitFault)
    /// All columns are labels or left out.
    case noFeature
    /// The data are not as a saved model reads them.
    case mismatch(Mismatch)
    /// Columns cannot be kept in memory or on the disk.
    case storage(StorageFault)
  }

  package var fault: Fault
  /// The file it is about, where there is one.
  package var file: String?
  /// The line in that file, from 1.
  package var line: Int?

  package init(_ fault: Fault, file: String? = nil, line: Int? = nil) {
    self.fault = fault
    self.file = file
    self.line = line
  }
}

extension DataError {
  /// What was looked for, and the paths that were tried.
  package enum SearchFault: Equatable, Sendable {
    /// A source's file; `given` is the file or folder that the line names.
    case file(String, given: String?, tried: [String], source: String, origin: DataOrigin)
    /// A source's file beside another of its files, `tried` in that one's folder.
    case companion(String, tried: String, source: String, origin: DataOrigin)
    /// A frame of Python's; `known` are those that were handed over, nil if no Python program is behind the kernel.
    case frame(String, known: [String]?)
    /// The file that the line names; `isFolder` if a folder is there instead.
    case named(String, isFolder: Bool, tried: [String])
  }

  package enum FileFault: Equatable, Sendable {
    case missing
    /// A folder, device or pipe.
    case notPlain
    case notReadable
    /// It is packed in this format, which is not read.
    case archive(String)
    /// gzip says that it is damaged or cut short.
    case damagedArchive
    /// The system fails in reading on.
    case failing
    case empty
    /// A header alone, or comments.
    case noRow
    /// It is not a frame that Python handed over, or not all of one.
    case damagedFrame
    case tooManyRows(limit: Int)
    /// A record longer than the limit, in bytes.
    case longRecord(limit: Int)
  }

  package enum HeaderFault: Equatable, Sendable {
    /// The names of the file before it are expected.
    case other(expected: [String])
    case doubled(String)
    /// The name of a column, counted from 1, holds a zero byte, or else bytes that are not UTF-8.
    case damaged(column: Int, hasZeroByte: Bool)
  }

  /// What a name stands for.
  package enum Named: Equatable, Sendable {
    case column
    /// A task of a source.
    case task(source: String)
    /// A task of a table whose labels the line names.
    case label
    /// A field of a source.
    case field(source: String)
    /// A field to split by, whose rows have one feature each; `known` holds examples.
    case splitField
    /// A feature or a task that a model needs of the data.
    case modelFeature, modelTask
  }

  package enum LabelFault: Equatable, Sendable {
    /// It has `count` distinct values, the first of which are `words`.
    case notBinary(String, words: [String], count: Int)
    /// Two values are the same word with its accents written in two ways.
    case twoSpellings(String, word: String)
  }

  package enum SplitFault: Equatable, Sendable {
    case noTrainingRow
    /// A value of the column that shares out the rows names no part.
    case noPart(column: String, word: String)
  }

  package enum Mismatch: Equatable, Sendable {
    case feature(String, inData: Feature.Form, inModel: Feature.Form)
    case task(String, inData: Task.Kind, inModel: Task.Kind)
  }

  package enum StorageFault: Equatable, Sendable {
    /// A path in the cache folder of columnar files.
    case folderNotMade(String)
    case fileNotMade(folder: String)
    case noRoom(folder: String)
    case notWritten(String)
    case notReadAgain(String)
  }
}

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
    /// A weight that is missing or below 0.
    case wrongWeight(column: String)
    /// No row has a weight above 0.
    case noWeight(column: String)
    /// All columns are labels or left out.
    case noFeature(columns: [String])
    /// A file of predictions is not one of these rows.
    case predictions(PredictionsFault)
    /// The data are not as a saved model reads them.
    case mismatch(Mismatch)
    /// DuckDB did not give the rows.
    case engine(EngineFault)
    /// Columns cannot be kept in memory or on the disk.
    case storage(StorageFault)
  }

  package var fault: Fault
  /// The file it is about, where there is one.
  package var file: String?
  /// The line in that file, from 1.
  package var line: Int?

  /// A fault, with the file and the line that show it.
  package init(_ fault: Fault, file: String? = nil, line: Int? = nil) {
    self.fault = fault
    self.file = file
    self.line = line
  }
}

/// The values of a label that is not binary.
package struct LabelValues: Equatable, Sendable {
  package var label: String
  /// The first of `count` distinct values.
  package var words: [String]
  package var count: Int
  /// The value that fits least, and how many of the label's rows have it.
  package var odd: String
  package var oddRows: Int
  package var rows: Int
  /// Whether all are numbers, and the one in the middle.
  package var isNumeric: Bool
  package var middle: Double?

  /// These facts.
  package init(
    label: String, words: [String], count: Int, odd: String, oddRows: Int, rows: Int,
    isNumeric: Bool, middle: Double?
  ) {
    self.label = label
    self.words = words
    self.count = count
    self.odd = odd
    self.oddRows = oddRows
    self.rows = rows
    self.isNumeric = isNumeric
    self.middle = middle
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
    /// A folder in which these text tables are, where one file is wanted.
    case folder(String, tables: [String])
    /// A folder whose files this pattern names.
    case folderOf(String, pattern: String)
  }

  /// Why a file as a whole cannot be read.
  package enum FileFault: Equatable, Sendable {
    /// It is not there any more.
    case missing
    /// A folder, device or pipe.
    case notPlain
    /// Its permissions forbid it.
    case notReadable
    /// Its bytes are no delimited text but this.
    case foreign(FileKind)
    /// What gzip or zstd has packed is damaged or cut short, at this byte of so many.
    case damagedArchive(at: Int, of: Int)
    /// What gzip or zstd has packed ends at this byte of so many, and something else follows.
    case followedArchive(at: Int, of: Int)
    /// The system fails in reading on.
    case failing
    /// No byte, or blank lines alone.
    case empty
    /// A header alone, or comments.
    case noRow
    /// It is not a frame that Python handed over, or not all of one.
    case damagedFrame
    /// More rows than a data set can hold.
    case tooManyRows(limit: Int)
    /// A record longer than the limit, in bytes.
    case longRecord(limit: Int)
  }

  /// What is wrong with the names of the columns.
  package enum HeaderFault: Equatable, Sendable {
    /// The names of the file before it are expected.
    case other(expected: [String])
    /// Columns of the first file are not among those of a further one.
    case lacks([String])
    /// Two columns have this name.
    case doubled(String)
    /// The name of a column, counted from 1, holds a zero byte, or else bytes that are not UTF-8.
    case damaged(column: Int, hasZeroByte: Bool)
  }

  /// What a name stands for.
  package enum Named: Equatable, Sendable {
    /// A column of a table.
    case column
    /// The same, where the file would have it with this separator; `isRecognised` if that is the one that
    /// recognition takes.
    case columnBehind(separator: UInt8, isRecognised: Bool)
    /// The same, of a file whose first line was taken for data.
    case columnWithoutHeader
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
    /// A feature that a model needs of a file whose first line was taken for data.
    case modelFeatureWithoutHeader
  }

  /// Why a column cannot be the label of a binary task.
  package enum LabelFault: Equatable, Sendable {
    /// It has other values than two.
    case notBinary(LabelValues)
    /// No row has a value.
    case noValue(String)
    /// A comparison with a number, of a column whose word in that line is none.
    case notComparable(String, word: String)
    /// Two values are the same word with its accents written in two ways.
    case twoSpellings(String, word: String)
  }

  /// Why rows cannot be split as asked.
  package enum SplitFault: Equatable, Sendable {
    /// Every row is in another part; `bounds` as in `emptyPart`.
    case noTrainingRow(column: String?, bounds: [String])
    /// A part has no row; `bounds` are values of the column that would leave a tenth for each.
    case emptyPart(Split.Part, column: String?, bounds: [String])
    /// A column holds a word that is no time.
    case noTime(column: String, word: String)
    /// A column holds dates of which each could begin with the day or with the month.
    case ambiguousDates(column: String)
    /// A value of the column that shares out the rows names no part.
    case noPart(column: String, word: String)
  }

  /// How data differ from what a saved model was trained on.
  package enum Mismatch: Equatable, Sendable {
    /// A feature of another kind.
    case feature(String, inData: Feature.Form, inModel: Feature.Form)
    /// A task of another kind.
    case task(String, inData: Task.Kind, inModel: Task.Kind)
  }

  /// What is wrong with predictions that another program made.
  package enum PredictionsFault: Equatable, Sendable {
    /// There are more or fewer than rows.
    case wrongCount(Int, expected: Int)
    /// No column is called after a task.
    case noTask(String, columns: [String])
    /// The row of this number, counted from 1, is not there.
    case noRow(Int)
    /// A column of a binary task holds something else than a number from 0 to 1.
    case notAProbability(column: String)
  }

  /// Why DuckDB did not give the rows.
  package enum EngineFault: Equatable, Sendable {
    /// Its program is nowhere to be found.
    case absent
    /// The program at this path cannot be started.
    case notStarted(String)
    /// It ended with this message.
    case failed(String)
    /// The statement gives no row.
    case noRow
  }

  /// What the disk refuses.
  package enum StorageFault: Equatable, Sendable {
    /// A path in the cache folder of columnar files.
    case folderNotMade(String)
    /// No temporary file can be created there.
    case fileNotMade(folder: String)
    /// The disk is full.
    case noRoom(folder: String)
    /// A columnar file cannot be written.
    case notWritten(String)
    /// A columnar file was written, but reading it back failed.
    case notReadAgain(String)
    /// A file was cut short, or its disk failed, while columns were read from it.
    case cutShort(String)
  }
}

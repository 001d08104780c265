/// What reading a data set has decided or left out: a fact for `show`.
///
/// A columnar file keeps them, as JSON.
package enum DataNote: Equatable, Sendable, Codable {
  /// Columns that are no features.
  case leftOut([String], because: Reason?)
  /// Columns whose kind follows from their values, as earlier versions guessed.
  case guessed([String], isNumeric: Bool)
  /// How the file is written.
  case form(TextForm)
  /// What columns were taken for, and why.
  case taken([String], ColumnGuess.Reason)
  /// A column that writes its numbers in a way of its own.
  case style(column: String, NumberStyle)
  /// Words in a column of numbers that are none, and were read as missing.
  case strays(column: String, [WordLine], rows: Int)
  /// Words in a column of times that are none, and were read as missing.
  case oddTimes(column: String, [WordLine], rows: Int)
  /// Counts since 1970 in another unit than the column's others, and read in their own; without words, in another
  /// unit than a model's rows.
  case otherUnits(column: String, [WordLine], rows: Int)
  /// Words that keep a column from being one of numbers, and how many of its rows have one.
  case mixed(column: String, [WordLine], rows: Int, of: Int)
  /// A column of dates whose order of day and month was guessed.
  case dates(column: String, dayFirst: Bool)
  /// The same where both orders are possible, so that it was left as words.
  case ambiguousDates(column: String)
  /// Two words of a column of categories that are one number.
  case twins(column: String, String, String)
  /// Ids that a spreadsheet rounded: one of them.
  case roundedIDs(column: String, String)
  /// Words that were read as "missing".
  case missingWords([MissingWord])
  /// A column where "NA" is a country and not a missing value.
  case country(column: String)
  /// The column without a name that counts the rows.
  case rowNumbers
  /// A column that holds lists, whose items stand between the separator.
  case lists(column: String, separator: String, items: Int)
  /// Columns kept beside the rows, or weighing them.
  case kept([String])
  case weighted(column: String)
  /// Spellings of a label that mean the same.
  case spellings(label: String, [String])
  case split(SplitNote)
  /// Rows drawn before the split.
  case sampled(Int, of: Int)
  /// What may be a mistake.
  case suspicion(Suspicion)
  /// Which of a label's two words is 1.
  case meaning(label: String, one: String, zero: String)
  /// The columns that a comparison makes a label of, which are no features.
  case labelColumns(label: String, [String])
  case unlabelled(task: String, rows: Int)
  /// Values of a key that the table joined on it lacks.
  case unmatched(Int, of: Int, key: String)
  /// Rows of a file that could not be read.
  case badRows(BadRows)
  /// Rows of a file with the second event and without the first, left out.
  case dropped(Int, file: String, with: String, without: String)
  /// The files that were read, where the source has more.
  case readOnly([String], of: Int)
  /// As many rows of the test files are read as of the training files.
  case limitedTest(rows: Int)
  /// Of fields with one feature the last item counts; items of the others weigh as they say.
  case weightedLists
  /// Labels derived from a network's confidence in a task.
  case derived(task: String, seed: UInt64)
  /// Pearson's correlation of the confidences that labels were derived from, and of the labels.
  case confidences(correlation: Double, labels: Double)
  /// A sentence of a columnar file that an earlier version wrote.
  case sentence(String)

  /// Why columns are no features.
  package enum Reason: String, Sendable, Codable {
    /// They tell what happened after the impression.
    case outcomes
    /// They are sequences, which no model here reads.
    case sequences
  }
}

/// A note as it lies in a columnar file; earlier versions wrote sentences.
struct StoredNote: Codable {
  let note: DataNote

  init(_ note: DataNote) { self.note = note }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let sentence = try? container.decode(String.self)
    note = try sentence.map { .sentence($0) } ?? container.decode(DataNote.self)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(note)
  }
}

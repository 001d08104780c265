import DataSets
import Display

/// Phrases about a table of the user's own.
enum OwnData {
  /// Names with commas, the rest as a number: "a, b, c and 2,997 more".
  static func list(_ names: [String], most: Int = 6) -> String {
    guard names.count > most + 1 else { return names.joined(separator: ", ") }
    let rest = NumberFormat.count.text(Double(names.count - most))
    return names.prefix(most).joined(separator: ", ") + " and \(rest) more"
  }

  /// A separator as a person calls it.
  static func name(ofSeparator byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: ","): "commas"
    case UInt8(ascii: "\t"): "tabs"
    case UInt8(ascii: ";"): "semicolons"
    case UInt8(ascii: "|"): "bars"
    case UInt8(ascii: " "): "spaces"
    case 1: "control characters (0x01)"
    default: "'\(String(UnicodeScalar(byte)))'"
    }
  }

  /// A separator as it is typed.
  static func word(ofSeparator byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: " "): "space"
    case 1: "'\\x01'"
    default: "'\(String(UnicodeScalar(byte)))'"
    }
  }

  /// What to type where a split leaves a part empty; `bounds` are values of the column that work.
  static func wayOut(ofEmptyPart column: String?, _ bounds: [String]) -> String {
    guard let column else { return "Give each part a share: --ratio 8 1 1." }
    if bounds.count == 2 {
      let (validation, test) = (Word.typed(bounds[0]), Word.typed(bounds[1]))
      return "Values that work: --validation-from \(validation) --test-from \(test)."
    }
    return "Column '\(column)' has too few values, or too uneven ones. "
      + "Try another column or --split random; with --split group, also --ratio 1 1 1 or --seed 2."
  }
}

extension FileKind {
  /// What the file is.
  var sentence: String {
    let article = "AEOX7".contains(rawValue.prefix(1).uppercased()) ? "an" : "a"
    switch self {
    case .html:
      return "The file is a web page, not a table: the download went wrong or needs a login."
    case .gitLFS: return "The file is a Git LFS pointer: the data themselves were not downloaded."
    case .zip, .bzip2, .xz, .zstd, .sevenZip: return "The file is \(article) \(rawValue) archive."
    case .excel, .sqlite, .duckDB, .numpy, .pickle: return "The file is \(article) \(rawValue)."
    default: return "The file is \(article) \(rawValue) file, not delimited text."
    }
  }

  /// The option or program that reads it.
  var wayOut: String? {
    switch self {
    case .html: "Open it in a browser to see what it says, then download the file again."
    case .gitLFS: "`git lfs pull` in its folder gets them."
    case .zip, .bzip2, .xz, .sevenZip:
      "Unpack it first; only gzip and zstd files are read as they are."
    case .zstd:
      "Install the library libzstd (`apt install libzstd1`) and run the cell again, or unpack it: "
        + "`unzstd FILE`."
    case .excel: "Save the sheet as CSV, or read it with pandas and `load frame`."
    case .parquet: "`load parquet FILE --label COLUMN` reads it."
    case .json, .jsonLines, .sqlite, .duckDB:
      "`load sql \"SELECT …\"` reads it with DuckDB; or pass it from Python with `load frame`."
    case .arrow, .orc, .avro, .hdf5, .numpy, .pickle:
      "Read it in Python (pandas, polars, duckdb) and hand it over with `load frame`, or save it as CSV."
    case .pdf: "Copy its table into a spreadsheet and save that as CSV."
    }
  }
}

extension DataError.Named {
  /// What to type instead of a column that is not there.
  func wayOut(_ list: String) -> String {
    switch self {
    case .columnBehind(let separator, let isRecognised):
      "It is there with --separator \(OwnData.word(ofSeparator: separator))"
        + (isRecognised ? ", or without --separator." : ".")
    case .columnWithoutHeader:
      "The first line was taken for data, so the columns are called \(list) "
        + "If it holds their names: --header. To name them yourself: --names NAME…."
    default: "Columns: \(list)"
    }
  }
}

extension LabelValues {
  /// What is wrong with the label.
  var sentence: String {
    let some = words.map { "'\($0)'" } + (count > words.count ? ["…"] : [])
    let all =
      "Label '\(label)' is not binary: it has \(Phrase.count(count, "distinct value")) "
      + "(\(some.joined(separator: ", ")))."
    guard count > 1, !odd.isEmpty else { return all }
    return all + " '\(odd)' occurs in \(NumberFormat.count.text(Double(oddRows))) of "
      + "\(Phrase.count(rows, "row"))."
  }

  /// Whether one value is likely to be a mistake, or means that there is none.
  private var isRare: Bool { count > 2 && !odd.isEmpty && oddRows * 5 <= rows && count <= 10 }

  /// Ways to make it binary.
  var wayOut: String {
    if count == 1 { return "A task needs two different values." }
    var ways: [String] = []
    if isRare { ways.append("If '\(odd)' means no label: --missing \(Word.typed(odd)).") }
    if isNumeric {
      let bound = middle.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" } ?? "1"
      ways.append("For a threshold: --label '\(label)>=\(bound)'.")
    }
    if !isNumeric || count <= 10 {
      ways.append(
        "For one value against the rest: --label '\(label)=\(words.first { $0 != odd } ?? odd)'.")
    }
    if isNumeric { ways.append("For real values: --regression \(Word.typed(label)).") }
    return ways.joined(separator: " ")
  }
}

extension Complaint {
  /// What DuckDB did not do.
  init(_ fault: DataError.EngineFault) {
    switch fault {
    case .absent:
      self.init(
        .file, "This needs DuckDB's command-line program, and none is on PATH.",
        wayOut: "`pip install duckdb-cli` gets it; `dephn doctor` says whether it is found.")
    case .notStarted(let path):
      self.init(
        .file, "\(path) cannot be started.",
        wayOut: "Check its permissions, or install it again: `pip install duckdb-cli`.", about: path
      )
    case .failed(let message):
      let lines = message.split(separator: "\n").prefix(6).joined(separator: "\n")
      self.init(.file, "DuckDB: \(lines.isEmpty ? "it wrote nothing and gave no reason." : lines)")
    case .noRow:
      self.init(
        .data, "The statement gives no rows.", wayOut: "Run it in `duckdb`, or loosen its WHERE.")
    }
  }
}

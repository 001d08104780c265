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
    default: "'\(String(UnicodeScalar(byte)))'"
    }
  }

  /// A separator as it is typed.
  static func word(ofSeparator byte: UInt8) -> String {
    byte == UInt8(ascii: "\t") ? "tab" : "'\(String(UnicodeScalar(byte)))'"
  }

  static func wayOut(ofEmptyPart column: String?, _ bounds: [String]) -> String {
    guard let column else { return "Give each part a share: --ratio 8 1 1." }
    if bounds.count == 2, bounds[0] != bounds[1] {
      return "A tenth each: --validation-from \(bounds[0]) --test-from \(bounds[1])."
    }
    return "Column '\(column)' has too few values for it. "
      + "Try another column, --ratio 1 1 1, or --split random."
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
    case .html: nil
    case .gitLFS: "`git lfs pull` in its folder gets them."
    case .zip, .bzip2, .xz, .sevenZip: "Unpack it first, or pack it with gzip."
    case .zstd:
      "Install the library libzstd (`apt install libzstd1`) and run the cell again, or unpack it: "
        + "`unzstd FILE`."
    case .excel: "Save the sheet as CSV, or read it with pandas and `load frame`."
    case .parquet, .arrow, .orc, .avro, .json, .jsonLines, .sqlite, .duckDB, .hdf5, .numpy, .pickle:
      "Read it in Python (pandas, polars, duckdb) and hand it over with `load frame`, or save it as CSV."
    case .pdf: nil
    }
  }
}

extension DataError.Named {
  /// What to type instead of a column that is not there.
  func wayOut(_ list: String) -> String {
    switch self {
    case .columnBehind(let separator):
      "It would be there with --separator \(OwnData.word(ofSeparator: separator)), "
        + "or without --separator."
    case .columnWithoutHeader:
      "The first line was taken for data, so columns are called \(list) "
        + "If it names them: --header. Or name them: --names NAME…."
    default: "Columns: \(list)"
    }
  }
}

extension LabelValues {
  /// What is wrong with the label.
  var sentence: String {
    let some = words.map { "'\($0)'" } + (count > words.count ? ["…"] : [])
    let all =
      "Label '\(label)' is not binary: \(count) distinct values (\(some.joined(separator: ", ")))."
    return isRare ? all + " '\(odd)' stands in \(Phrase.count(oddRows, "row")) of \(rows)." : all
  }

  /// Whether one value is likely to be a mistake, or means that there is none.
  private var isRare: Bool { count > 1 && !odd.isEmpty && oddRows * 3 <= rows }

  /// Ways to make it binary.
  var wayOut: String {
    if count == 1 { return "A task needs two different values." }
    var ways: [String] = []
    if isRare { ways.append("If '\(odd)' means no label: --missing '\(odd)'.") }
    if isNumeric {
      let bound = middle.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" } ?? "1"
      ways.append("For a threshold: --label '\(label)>=\(bound)'.")
      ways.append("For real values: --regression \(label).")
    } else {
      ways.append("For one word against the rest: --label '\(label)=\(words.first ?? odd)'.")
    }
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
    case .notStarted(let path): self.init(.file, "\(path) cannot be started.", about: path)
    case .failed(let message):
      let lines = message.split(separator: "\n").prefix(6).joined(separator: "\n")
      self.init(.file, "DuckDB: \(lines.isEmpty ? "the statement gave no rows." : lines)")
    }
  }
}

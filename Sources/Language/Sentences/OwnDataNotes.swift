import DataSets
import Display

extension DataNote {
  /// Whether `load` says it: what was guessed, lost or read as missing.
  var isSaidAtLoad: Bool {
    switch self {
    case .form(let form): form != TextForm()
    case .taken, .style, .strays, .missingWords, .country, .rowNumbers, .lists, .spellings,
      .meaning, .labelColumns, .unlabelled, .badRows, .sampled, .suspicion:
      true
    default: false
    }
  }

  /// The sentence of a note about a table of the user's own.
  var ownDataSentence: String {
    switch self {
    case .form(let form): return form.sentence
    case .taken(let columns, let reason): return reason.sentence(columns)
    case .style(let column, let style): return style.sentence(of: column)
    case .strays(let column, let words, let rows):
      let some = words.map { "'\($0.word)' (line \($0.line))" }.joined(separator: ", ")
      return "\(column) holds numbers but for \(some): "
        + "\(Phrase.count(rows, "row")) read as missing. Words instead: --categorical \(column)."
    case .missingWords(let words): return Self.sentence(ofMissing: words)
    case .country(let column):
      return "'NA' in \(column) is read as a word, as all others there have two capital letters."
    case .rowNumbers: return "Left out: a column without a name that counts the rows."
    case .lists(let column, let separator, let items):
      return "\(column) looks like lists of \(items) items: --multi '\(column):\(separator)'."
    case .kept(let columns): return "Kept as ids, not features: \(OwnData.list(columns))."
    case .weighted(let column): return "Rows weigh as \(column) says."
    case .spellings(let label, let words):
      return "Label '\(label)': \(Phrase.list(words.map { "'\($0)'" })) are one value."
    case .split(let split): return split.sentence
    case .suspicion(let suspicion): return suspicion.sentence
    case .sampled(let rows, let all):
      let (rows, all) = (Double(rows), Double(all))
      return
        "Drawn at random: \(NumberFormat.count.text(rows)) of \(NumberFormat.count.text(all)) rows."
    default: return ""
    }
  }

  private static func sentence(ofMissing words: [MissingWord]) -> String {
    let some = words.prefix(4).map { word in
      "'\(word.word)' in \(word.column) (\(Phrase.count(word.rows, "row")))"
    }
    let rest = words.count > 4 ? " and \(words.count - 4) more" : ""
    return "Read as missing: " + some.joined(separator: ", ") + rest
      + ". Other words instead: --missing."
  }
}

extension TextForm {
  /// How the file is written, and what says otherwise.
  fileprivate var sentence: String {
    var parts = ["\(OwnData.name(ofSeparator: separator)) between fields"]
    parts.append(hasHeader ? "a header" : "no header")
    switch quoting {
    case .double: break
    case .backslash: parts.append("backslashes before quotes")
    case .single: parts.append("single quotes")
    case .none: parts.append("no quotes")
    }
    if let comment { parts.append("comments after \(String(UnicodeScalar(comment)))") }
    if returnsEndLines { parts.append("lines ended by CR") }
    switch rowEnds {
    case .even: break
    case .rows: parts.append("a separator at the end of each row")
    case .header: parts.append("a separator at the end of the header")
    case .rowNames: parts.append("row names before the first column")
    }
    parts.append(
      encoding.rawValue.uppercased() + (hasByteOrderMark ? " with a byte order mark" : ""))
    return "Read as: " + parts.joined(separator: ", ") + "."
  }
}

extension ColumnGuess.Reason {
  /// What columns were taken for and why, and what says otherwise.
  fileprivate func sentence(_ columns: [String]) -> String {
    let list = OwnData.list(columns)
    let first = columns.first ?? ""
    switch self {
    case .numbers:
      return "Numbers, as more than 20 differ: \(list). As categories: --categorical \(first)."
    case .mostlyNumbers: return "Numbers but for a few words: \(list)."
    case .times:
      return "Times, as hour and weekday in UTC: \(list). "
        + "Otherwise: --time \(first)=hour,weekday,age, or --ignore \(first)."
    case .name:
      return "Categories, by their names: \(list). As numbers: --numeric \(first)."
    case .largeNumbers:
      return "Categories, being whole numbers above 2^24: \(list). As numbers: --numeric \(first)."
    case .denseCodes:
      return "Categories, being codes without gaps: \(list). As numbers: --numeric \(first)."
    case .fewValues:
      return "Categories, being at most 20 numbers: \(list). As numbers: --numeric \(first)."
    case .words: return "Categories (text): \(list)."
    }
  }
}

extension NumberStyle {
  fileprivate func sentence(of column: String) -> String {
    var parts: [String] = []
    if decimal == UInt8(ascii: ",") { parts.append("a decimal comma") }
    if let thousands {
      parts.append("'\(String(UnicodeScalar(thousands)))' between thousands")
    }
    if let sign { parts.append("the sign \(sign)") }
    return "Numbers of \(column) have \(Phrase.list(parts)). Otherwise: --decimal, --thousands."
  }
}

extension SplitNote {
  /// How the rows were split.
  fileprivate var sentence: String {
    let by = column ?? ""
    switch rule {
    case .official: return "Split as the source does it."
    case .random:
      return hasTestFile
        ? "Split: the test file's rows are the test part; a tenth of the others, at random, validates."
        : "Split at random; the seed fixes which rows."
    case .ordered: return "Split in file order: the last rows are the test part."
    case .group:
      let counts = groups.map { NumberFormat.count.text(Double($0)) }.joined(separator: ", ")
      return "Split by \(by): no value is in two parts (\(counts) values)."
    case .column:
      return bounds.isEmpty
        ? "Split by the words in \(by)."
        : "Split by \(by): from \(bounds.joined(separator: ", and from "))."
    case .time:
      let from = zip(["validation", "test"], bounds).map { "\($0) from \($1)" }
      return "Split by time (\(by)): \(from.joined(separator: ", "))."
    }
  }
}

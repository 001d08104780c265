import DataSets
import Display

extension DataNote {
  /// Whether `load` says it: what was guessed, lost or read as missing.
  var isSaidAtLoad: Bool {
    switch self {
    case .form(let form): form != TextForm()
    case .taken, .style, .strays, .oddTimes, .otherUnits, .mixed, .dates, .ambiguousDates, .twins,
      .roundedIDs,
      .missingWords, .country, .rowNumbers, .lists, .spellings, .meaning, .labelColumns,
      .unlabelled,
      .badRows, .sampled, .suspicion:
      true
    default: false
    }
  }

  /// The sentence of a note about a table of the user's own.
  var ownDataSentence: String {
    switch self {
    case .form(let form): return form.sentence
    case .taken(let columns, let reason): return reason.sentence(columns)
    case .missingWords(let words): return Self.sentence(ofMissing: words)
    case .rowNumbers: return "Left out: a column without a name that counts the rows."
    case .kept(let columns): return "Kept as ids, not features: \(OwnData.list(columns))."
    case .weighted(let column): return "Rows are weighted by \(column)."
    case .spellings(let label, let words):
      return "Label '\(label)': \(Phrase.list(words.map { "'\($0)'" })) count as one value."
    case .split(let split): return split.sentence
    case .suspicion(let suspicion): return suspicion.sentence
    case .sampled(let rows, let all):
      let (rows, all) = (Double(rows), Double(all))
      return
        "Drawn at random: \(NumberFormat.count.text(rows)) of \(NumberFormat.count.text(all)) rows."
    default: return columnSentence
    }
  }

  /// The sentence of a note about one column.
  private var columnSentence: String {
    func list(_ words: [WordLine]) -> String {
      words.map { "'\($0.word)' (line \($0.line))" }.joined(separator: ", ")
    }
    switch self {
    case .style(let column, let style): return style.sentence(of: column)
    case .strays(let column, let words, let rows):
      return "\(column) holds numbers except \(list(words)): \(Phrase.count(rows, "row")) read as "
        + "missing. To keep the words: --categorical \(Word.typed(column))."
    case .oddTimes(let column, let words, let rows):
      return "\(column) holds times except \(list(words)): \(Phrase.count(rows, "row")) read as "
        + "missing. To keep the words: --categorical \(Word.typed(column))."
    case .otherUnits(let column, let words, let rows):
      let found =
        words.isEmpty
        ? "counts time in another unit than the training rows"
        : "mixes seconds, milliseconds or the like since 1970, such as \(list(words))"
      return "\(column) \(found): \(Phrase.count(rows, "row")) read in the unit that makes a year "
        + "from 1990 to 2039."
    case .mixed(let column, let words, let rows, let all):
      return "\(column) looks like numbers, but \(NumberFormat.count.text(Double(rows))) of "
        + "\(Phrase.count(all, "row")) hold none that fits in 32 bits, such as \(list(words)). "
        + NumberStyle.wayOut(ofWords: words.map(\.word))
    case .dates(let column, let dayFirst):
      return "Dates of \(column) are read \(dayFirst ? "day" : "month") first. Otherwise: "
        + "--time \(Word.typed("\(column)=\(dayFirst ? "month" : "day")-first"))."
    case .ambiguousDates(let column):
      return "\(column) looks like dates, but day and month cannot be told apart: "
        + "--time \(Word.typed("\(column)=day-first")) or --time \(Word.typed("\(column)=month-first"))."
    case .twins(let column, let one, let other):
      return "\(column) holds '\(one)' and '\(other)', which count as two categories. "
        + "If they are one, write them alike in the file."
    case .roundedIDs(let column, let word):
      return
        "\(column) holds numbers such as \(word): a spreadsheet has rounded them, and different "
        + "ids may have become one. Export the column as text."
    case .country(let column):
      return
        "'NA' in \(column) is read as a word, since all other values there are two capital letters."
    case .lists(let column, let separator, let items):
      return "\(column) looks like lists of \(items) different items. To pool them: "
        + "--multi '\(column):\(separator)'."
    default: return ""
    }
  }

  private static func sentence(ofMissing words: [MissingWord]) -> String {
    let some = words.prefix(4).map { word in
      "'\(word.word)' in \(word.column) (\(Phrase.count(word.rows, "row")))"
    }
    let rest = words.count > 4 ? " and \(words.count - 4) more" : ""
    return "Read as missing: " + some.joined(separator: ", ") + rest
      + ". To say which words mean missing: --missing WORD…."
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
    if let titleLines { parts.append("\(Phrase.count(titleLines, "line")) before it skipped") }
    if let comment { parts.append("comments after \(String(UnicodeScalar(comment)))") }
    if returnsEndLines { parts.append("lines ended by CR") }
    switch rowEnds {
    case .even: break
    case .rows: parts.append("a separator at the end of each row")
    case .header: parts.append("a separator at the end of the header")
    case .rowNames: parts.append("row names before the first column")
    }
    let encoding = encoding == .latin1 ? "Latin-1" : encoding.rawValue.uppercased()
    parts.append(encoding + (hasByteOrderMark ? " with a byte order mark" : ""))
    return "Read as: " + parts.joined(separator: ", ") + "."
  }
}

extension ColumnGuess.Reason {
  /// What columns were taken for and why, and what says otherwise.
  fileprivate func sentence(_ columns: [String]) -> String {
    let list = OwnData.list(columns)
    let first = Word.typed(columns.first ?? "")
    switch self {
    case .numbers:
      return
        "Numeric (more than 20 different numbers): \(list). For categories: --categorical \(first)."
    case .mostlyNumbers: return "Numeric (numbers except for a few words): \(list)."
    case .times:
      return "Times (read as hour and weekday, UTC): \(list). "
        + "For other parts: --time \(Word.typed("\(columns.first ?? "")=hour,weekday,age"))."
    case .words, .mixed: return "Categorical (text): \(list)."
    case .name, .largeNumbers, .leadingZeros, .denseCodes, .fewValues:
      return "Categorical (\(phrase)): \(list). For numbers: --numeric \(first)."
    }
  }

  private var phrase: String {
    switch self {
    case .name: "named like ids"
    case .largeNumbers: "whole numbers above 2^24"
    case .leadingZeros: "numbers with leading zeros"
    case .denseCodes: "codes without gaps"
    default: "at most 20 different numbers"
    }
  }
}

extension NumberStyle {
  /// What to type where words are no plain numbers: how they are written, or that they mean missing.
  static func wayOut(ofWords words: [String]) -> String {
    let styles = words.map { NumberStyle.any($0) }
    if let style = styles.first.flatMap({ $0 }), !styles.contains(nil), style.sign == nil,
      let options = style.options
    {
      return "If numbers are written so: \(options)."
    }
    return "If such words mean missing: --missing \(words.map(Word.typed).joined(separator: " "))."
  }

  /// The options that say it; nil of the plain style.
  private var options: String? {
    let marks: [(String, UInt8?)] = [
      ("--decimal", decimal == UInt8(ascii: ".") ? nil : decimal), ("--thousands", thousands),
    ]
    let typed = marks.compactMap { option, mark in
      mark.map { "\(option) '\(UnicodeScalar($0))'" }
    }
    return typed.isEmpty ? nil : typed.joined(separator: " ")
  }

  fileprivate func sentence(of column: String) -> String {
    var parts: [String] = []
    if decimal == UInt8(ascii: ",") { parts.append("a decimal comma") }
    if let thousands {
      parts.append("'\(String(UnicodeScalar(thousands)))' between thousands")
    }
    let sign = sign.map { "\(column) is read without the sign \($0)." }
    let marks =
      parts.isEmpty
      ? nil
      : "\(column) has \(Phrase.list(parts)). Otherwise: --decimal and --thousands."
    return [sign, marks].compactMap { $0 }.joined(separator: " ")
  }
}

extension SplitNote {
  /// How the rows were split.
  fileprivate var sentence: String {
    guard let withoutValue else { return rule(column ?? "") }
    let rows = "\(Phrase.count(withoutValue, "row")) without a value"
    let part = self.rule == .column ? "in no part" : "for training"
    return rule(column ?? "") + " \(rows) \(withoutValue == 1 ? "is" : "are") \(part)."
  }

  private func rule(_ by: String) -> String {
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
      let from = zip(["validation", "test"], bounds).map { "\($0) from \(Self.dated($1))" }
      return "Split by time (\(by)): \(from.joined(separator: ", "))."
    }
  }

  /// A value, with its day if it counts seconds or the like.
  private static func dated(_ word: String) -> String {
    TimeForm.day(ofCount: word).map { "\(word) (\($0))" } ?? word
  }
}

import DataSets
import Display

/// Files that are missing, or contain no table.
extension Complaint {
  init(_ fault: DataError.SearchFault, besides file: String?) {
    func lookedFor(_ paths: [String], howToGet: String? = nil) -> String {
      let rest = howToGet.map { Wrapped.text($0, indent: 0, hanging: 0) }
      return (["Looked for"] + paths.map { "  " + $0 } + [rest].compactMap { $0 })
        .joined(separator: "\n")
    }
    switch fault {
    case .file(let name, let given, let tried, let source, let origin):
      self.init(
        .file,
        given.map { "'\($0)' does not exist or does not contain \(name)." }
          ?? "\(name) was not found in any data folder.",
        wayOut: lookedFor(tried, howToGet: origin.sentence(of: source)))
    case .companion(let name, let tried, let source, let origin):
      let other = file.map(FileName.short) ?? "the other file"
      self.init(
        .file, "\(source) needs \(name) beside \(other).",
        wayOut: "Name the folder with all files of \(source), or each file. "
          + lookedFor([tried], howToGet: origin.sentence(of: source)))
    case .frame(let name, let known):
      self.init(
        .file,
        known == nil
          ? "Frames exist only in a kernel that Python started." : "There is no frame '\(name)'.",
        wayOut: Self.handingOver(name, known))
    case .folder(let path, let tables):
      self.init(
        .file, "'\(path)' is a folder with \(Phrase.count(tables.count, "table")).",
        wayOut: "Name one of them: \(OwnData.list(tables.map { "\(path)/\($0)" })).")
    case .folderOf(let path, let pattern):
      self.init(
        .file, "'\(path)' is a folder.",
        wayOut: "For all files of it: \(Word.typed(pattern)).")
    case .named(let path, false, let tried):
      self.init(.file, "There is no file '\(path)'.", wayOut: lookedFor(tried))
    case .named(let path, true, _):
      self.init(
        .file, "'\(path)' is a folder without text tables.",
        wayOut: "Name a file; a folder of a known data set is read by its own `load`, such as "
          + "`load movielens \(Word.typed(path))`.")
    }
  }

  init(_ fault: DataError.FileFault) {
    switch fault {
    case .missing: self.init(.file, "There is no such file.")
    case .notPlain:
      self.init(
        .file, "This is not a regular file.",
        wayOut: "Folders, devices and pipes cannot be read: name a file.")
    case .notReadable:
      self.init(.file, "The file cannot be read.", wayOut: "Check its permissions.")
    case .foreign(let kind): self.init(.data, kind.sentence, wayOut: kind.wayOut)
    case .damagedArchive(let byte, let size):
      self.init(
        .data,
        "The compressed file is damaged or truncated at byte \(NumberFormat.count.text(Double(byte)))"
          + " of \(NumberFormat.count.text(Double(size))).",
        wayOut: "`gzip -t` or `zstd -t` checks it; get the file again.")
    case .followedArchive(let byte, let size):
      self.init(
        .data,
        "The compressed content ends at byte \(NumberFormat.count.text(Double(byte))), followed by "
          + "\(Phrase.count(size - byte, "byte")) of something else.",
        wayOut: "Get the file again. To read up to there, unpack it: `gzip -dc` or `zstd -dc`.")
    case .failing:
      self.init(
        .data, "The file could not be read completely.",
        wayOut: "Check the disk; get the file again.")
    case .empty: self.init(.data, "The file is empty.", wayOut: Self.getAgain)
    case .noRow:
      self.init(
        .data, "The file has no rows.",
        wayOut: "It may be an incomplete copy: get it again. Or `--encoding` names a wrong one.")
    case .damagedFrame:
      self.init(.data, "The file of the frame is incomplete.", wayOut: "Pass the frame again.")
    case .tooManyRows(let limit):
      self.init(
        .data, "There are more than \(NumberFormat.count.text(Double(limit))) rows.",
        wayOut: "--rows N reads the first N of them.")
    case .longRecord(let limit):
      self.init(
        .data, "A record is longer than \(limit) bytes.", wayOut: "Is this a text file?")
    }
  }

  /// How to pass a frame; `known` are the frames passed so far, `nil` if no Python program started the
  /// kernel.
  private static func handingOver(_ name: String, _ known: [String]?) -> String {
    guard let known else {
      return "In a Python notebook: `%load_ext dephn`, then `%%dephn -i \(name)`. "
        + "Here, `load csv FILE --label COLUMN` reads a file."
    }
    let others = known.isEmpty ? "" : " Frames: \(known.joined(separator: ", "))."
    return "Pass it with `%%dephn -i \(name)` or `kernel.put(\"\(name)\", \(name))`." + others
  }

  private static var getAgain: String { "It may be an incomplete copy: get it again." }

  init(_ fault: DataError.HeaderFault) {
    switch fault {
    case .other(let expected):
      self.init(
        .data, "The header differs from that of the first file.",
        wayOut: "Expected \(expected.joined(separator: ", ")).")
    case .lacks(let columns):
      self.init(
        .data,
        "The first file's \(columns.count == 1 ? "column" : "columns") \(OwnData.list(columns)) "
          + "\(columns.count == 1 ? "is" : "are") not in this one.",
        wayOut: "Test rows need all columns. Rows without labels: `predict m --file FILE`.")
    case .doubled(let name):
      self.init(
        .data, "Two columns are named '\(name)'.",
        wayOut: "Rename one in the file, or name all columns anew: --header --names NAME….")
    case .damaged(let column, let hasZeroByte):
      let damage = hasZeroByte ? "a zero byte" : "bytes that are not UTF-8"
      self.init(
        .data, "The name of column \(column) contains \(damage).",
        wayOut: hasZeroByte
          ? "Is this a text file? `--encoding utf-16le` reads what older Windows programs write."
          : "For another encoding: --encoding latin-1, utf-16le or utf-16be.")
    }
  }

  init(_ reason: BadRow.Reason, others: Int) {
    let wayOut: String? =
      switch reason {
      case .fieldCount: "Is the line truncated, or the separator a different one (--separator)?"
      case .unclosedQuote, .hugeField:
        "Is a quote missing? If quotes are plain characters here: --quoting none."
      case .textAfterQuote: "Inside a quoted field, write a quote twice."
      case .notUTF8: "For another encoding: --encoding latin-1, utf-16le or utf-16be."
      case .zeroByte: "The file is damaged there, or no text."
      case .unexpected(let column, let word, .number):
        NumberStyle.wayOut(ofWords: [word]) + " As a feature of words: "
          + "--categorical \(Word.typed(column))."
      case .unexpected: nil
      }
    let rest = others == 0 ? "" : " Other rows that cannot be read: \(others)."
    self.init(.data, reason.sentence + rest, wayOut: wayOut)
  }
}

extension BadRow.Reason {
  /// The fault of a row.
  var sentence: String {
    switch self {
    case .fieldCount(let expected, let found): "Expected \(expected) fields, found \(found)."
    case .unclosedQuote(let field): "The quote opened in field \(field) is never closed."
    case .textAfterQuote(let field): "Field \(field) continues after its closing quote."
    case .hugeField(let field, let limit): "Field \(field) is longer than \(limit) bytes."
    case .notUTF8(let column): "Column '\(column)' contains bytes that are not UTF-8."
    case .zeroByte(let column): "Column '\(column)' contains a zero byte."
    case .unexpected(let column, let word, let expected):
      "Column '\(column)' contains '\(word)', not \(expected.phrase(of: word))."
    }
  }
}

extension BadRow.Expected {
  /// The expected content, as the end of a sentence.
  fileprivate func phrase(of word: String) -> String {
    switch self {
    case .words(let words): words.joined(separator: " or ")
    case .number:
      if let style = NumberStyle.any(word), style != .plain {
        "a number as the others are written"
      } else {
        "a number that fits in 32 bits"
      }
    case .hexadecimal(let digits): "\(digits) hexadecimal digits"
    case .featureCount: "a number of features"
    case .listLength(let count): "\(count), the number of features in the list"
    case .items: "items of field \\x02 feature \\x03 value"
    case .index(let file): "an index in \(file)"
    }
  }
}

/// File names in sentences.
enum FileName {
  /// The last part of a path.
  static func short(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

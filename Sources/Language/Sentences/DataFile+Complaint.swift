import DataSets
import Display

/// Files that are not found, or hold no table.
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
        given.map { "There is no '\($0)' with the file \(name)." }
          ?? "\(name) is in no data folder.",
        wayOut: lookedFor(tried, howToGet: origin.sentence(of: source)))
    case .companion(let name, let tried, let source, let origin):
      let other = file.map(FileName.short) ?? "the other file"
      self.init(
        .file, "\(source) needs \(name) beside \(other).",
        wayOut: "Name the folder that holds all files of \(source), or each of them. "
          + lookedFor([tried], howToGet: origin.sentence(of: source)))
    case .frame(let name, let known):
      self.init(
        .file,
        known == nil ? "No frames reach this kernel." : "No frame '\(name)' was handed over.",
        wayOut: Self.handingOver(name, known))
    case .named(let path, let isFolder, let tried):
      self.init(
        .file, isFolder ? "'\(path)' is a folder, not a file." : "There is no file '\(path)'.",
        wayOut: lookedFor(tried))
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
    case .archive(let format):
      self.init(
        .data, "The file is a \(format) archive.", wayOut: "Unpack it first, or pack it with gzip.")
    case .damagedArchive:
      self.init(
        .data, "The compressed file is damaged or cut short.",
        wayOut: "`gzip -t` says more; get the file again.")
    case .failing: self.init(.data, "Reading the file fails.")
    case .empty: self.init(.data, "The file is empty.", wayOut: Self.getAgain)
    case .noRow: self.init(.data, "The file holds no row.", wayOut: Self.getAgain)
    case .damagedFrame:
      self.init(.data, "The file is not a whole frame.", wayOut: "Hand the frame over again.")
    case .tooManyRows(let limit):
      self.init(.data, "There are more than \(NumberFormat.count.text(Double(limit))) rows.")
    case .longRecord(let limit):
      self.init(
        .data, "A record is longer than \(limit) bytes.", wayOut: "Is this a text file?")
    }
  }

  /// How a frame gets here; `known` are those that are here, nil if no Python program is behind the kernel.
  private static func handingOver(_ name: String, _ known: [String]?) -> String {
    guard let known else {
      return "In a notebook of Python: `%load_ext dephn`, then `%%dephn -i \(name)`. "
        + "Here, `load csv FILE --label COLUMN` reads a file."
    }
    let others = known.isEmpty ? "" : " Handed over: \(known.joined(separator: ", "))."
    return "`%%dephn -i \(name)` hands it over, or `kernel.put(\"\(name)\", \(name))`." + others
  }

  private static var getAgain: String { "Was it copied whole? Get it again." }

  init(_ fault: DataError.HeaderFault) {
    switch fault {
    case .other(let expected):
      self.init(
        .data, "The header is not that of the first file.",
        wayOut: "Expected \(expected.joined(separator: ", ")).")
    case .doubled(let name): self.init(.data, "The header names '\(name)' twice.")
    case .damaged(let column, let hasZeroByte):
      let damage = hasZeroByte ? "a zero byte" : "bytes that are not UTF-8"
      self.init(.data, "The name of column \(column) holds \(damage).")
    }
  }

  init(_ reason: BadRow.Reason, others: Int) {
    let wayOut: String? =
      switch reason {
      case .fieldCount: "Is the line cut, or the separator another?"
      case .unclosedQuote, .hugeField: "Is a quote missing, or the separator another?"
      case .textAfterQuote: "A quote inside a quoted field is written twice."
      case .notUTF8, .zeroByte, .unexpected: nil
      }
    let rest = others == 0 ? "" : " \(others) more of the rows cannot be read."
    self.init(.data, reason.sentence + rest, wayOut: wayOut)
  }
}

extension BadRow.Reason {
  /// What is wrong with a row.
  var sentence: String {
    switch self {
    case .fieldCount(let expected, let found): "Expected \(expected) fields, found \(found)."
    case .unclosedQuote(let field): "The quote opened in field \(field) is never closed."
    case .textAfterQuote(let field): "Field \(field) goes on after its closing quote."
    case .hugeField(let field, let limit): "Field \(field) is longer than \(limit) bytes."
    case .notUTF8(let column): "Column '\(column)' holds bytes that are not UTF-8."
    case .zeroByte(let column): "Column '\(column)' holds a zero byte."
    case .unexpected(let column, let word, let expected):
      "Column '\(column)' holds '\(word)', not \(expected.phrase)."
    }
  }
}

extension BadRow.Expected {
  /// To stand after "not".
  fileprivate var phrase: String {
    switch self {
    case .words(let words): words.joined(separator: " or ")
    case .number: "a number that fits in 32 bits"
    case .hexadecimal(let digits): "\(digits) hexadecimal digits"
    case .featureCount: "a number of features"
    case .listLength(let count): "\(count), the number of features in the list"
    case .items: "items of field \\x02 feature \\x03 value"
    case .index(let file): "an index that \(file) holds"
    }
  }
}

/// Names of files in sentences.
enum FileName {
  /// The last part of a path.
  static func short(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

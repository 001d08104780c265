package import ArgumentParser
import Options

/// A delimited text file of the user's own.
///
/// Separator, header, quotes and encoding are recognised from the first lines (`FormRecognition`);
/// an option overrides each. Blanks around a field are dropped; empty fields and the words of
/// `--missing`, in any case, are missing.
package struct CSV: DataSource {
  package static let name = "csv"
  package static let summary = "A text table of your own: CSV, TSV or otherwise delimited."
  package static let origin = DataOrigin.own
  package static let argumentHelp: String? =
    "The file; without a folder, the data folders are searched."
  package static let examples = [
    SourceExample(file: "clicks.csv", ["label": "click buy"], meaning: "Two binary tasks."),
    SourceExample(
      file: "log.tsv", ["label": "like", "time": "ts", "multi": "genres"],
      meaning: "Tabs are recognised; times and lists as features."),
    SourceExample(
      file: "ratings.csv", ["label": "'rating>=4'", "split": "time", "time-column": "ts"],
      meaning: "A threshold makes the task; the latest rows are the test."),
  ]

  @OptionGroup package var options: SourceOptions

  @OptionGroup package var columns: ColumnOptions

  @Option(
    parsing: .unconditional,
    help: "Field separator: one ASCII character, or the word tab or space; recognised by default.")
  package var separator = FieldSeparator.recognised

  @Flag(help: "The first line is data; columns are called column1, column2, …")
  package var noHeader = false

  @Option(
    parsing: .upToNextOption,
    help:
      "Names of the columns, of a file whose first line is data; instead of the header, if one is given."
  )
  package var names: [String] = []

  @Option(help: "A file of test rows; without it a tenth of the rows, drawn by the seed.")
  package var test: String?

  @Option(
    parsing: .upToNextOption,
    help: "Words for a missing value, in any case, beside the empty field.")
  package var missing = MissingWords.standardWords

  @OptionGroup package var form: FormOptions

  package init() {}

  /// Checks the path, the separator and the column names.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    if options.paths.count != 1 { throw SourceFault.wrongPaths(Self.name, takes: .file) }
    if let name = names.firstRepeated { throw OptionFault.repeated(option: "names", value: name) }
  }

  package var isChecked: Bool { !columns.kinds.noChecks }

  /// The file, and the test file if there is one.
  ///
  /// - Throws: `DataError` if a file is missing.
  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    try (options.paths + [test].compactMap { $0 }).map { path throws(DataError) in
      try folders.file(named: path)
    }
  }

  /// Reads the columns as the options say.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    var start = try recognition(files[0])
    if !names.isEmpty, form.header { start.form.replaceHeader() }
    let style = form.style
    let file = TableFile(form: start.form, style: style)
    let table = TextTable(
      names: names, readings: options.reading(readings(start, file)),
      missing: MissingWords(missing))
    try table.append(
      file: files[0], format: start.form.format(missing: missing), limit: options.rows ?? .max,
      context: context.part(0, files.count))
    let trainRows = table.rowCount
    for test in files.dropFirst() {
      var other = try recognition(test, hasHeader: start.form.hasHeader ? nil : false)
      if !names.isEmpty, form.header { other.form.replaceHeader() }
      try table.append(
        file: test, format: other.form.format(missing: missing), context: context.part(1, 2))
    }
    do {
      var raw = try columns.data(
        of: table, source: Self.name, options,
        testRows: files.count == 1 ? nil : table.rowCount - trainRows, file: file)
      raw.columnForms.missing = missing == MissingWords.standardWords ? nil : missing
      return raw
    } catch let error as DataError {
      throw try explained(error, files[0], start)
    }
  }

  private func recognition(
    _ file: String, hasHeader: Bool? = nil
  ) throws(DataError) -> FormRecognition {
    var given = given
    given.hasHeader = given.hasHeader ?? hasHeader
    return FormRecognition(try TextSample(of: file, encoding: form.encoding), given)
  }

  /// What the line says of the form.
  private var given: GivenForm {
    GivenForm(
      encoding: form.encoding, separator: separator.byte, quoting: form.quoting,
      comment: form.comment?.utf8.first,
      hasHeader: noHeader ? false : form.header ? true : names.isEmpty ? nil : false,
      names: columns.names)
  }

  /// How columns are read: numbers at once only where the first rows show no others than plain ones that
  /// 32 bits hold.
  private func readings(
    _ start: FormRecognition, _ file: TableFile
  ) -> [String: TextTable.Reading] {
    var readings = columns.readings
    let header = start.form.hasHeader ? start.records.first ?? [] : []
    for (name, reading) in readings where reading == .numbers {
      let index =
        (names.isEmpty ? header : names).firstIndex(of: name)
        ?? (name.hasPrefix("column") ? Int(name.dropFirst(6)).map { $0 - 1 } : nil)
      let words = start.rows.compactMap { row in
        index.flatMap { row.indices.contains($0) ? row[$0] : nil }
      }
      let arePlain = words.filter { !$0.isEmpty }.allSatisfy { word in
        guard let number = NumberStyle.plain.number(word) else { return !Self.isStyled(word) }
        return abs(number) <= Double(1 << 24) || number != number.rounded()
      }
      if !arePlain || file.style != nil { readings[name] = .words }
    }
    return readings
  }

  /// Whether a word is a number in some other style than the plain one.
  private static func isStyled(_ word: String) -> Bool { NumberStyle.any(word) != nil }

  /// An error about a column that is not there, with what is to blame: the separator, or the header.
  private func explained(
    _ error: DataError, _ file: String, _ start: FormRecognition
  ) throws -> DataError {
    guard case .unknown(.column, let name, let known) = error.fault else { return error }
    var error = error
    if let separator = try otherSeparator(for: name, file, start) {
      error.fault = .unknown(separator, name, known: known)
    } else if !start.form.hasHeader, names.isEmpty {
      error.fault = .unknown(.columnWithoutHeader, name, known: known)
    }
    return error
  }

  /// The separator with which the file would have a column.
  private func otherSeparator(
    for name: String, _ file: String, _ start: FormRecognition
  ) throws -> DataError.Named? {
    let sample = try TextSample(of: file, encoding: form.encoding)
    var other = given
    other.separator = nil
    let recognised = FormRecognition(sample, other)
    if separator.byte != nil, recognised.form.separator != start.form.separator,
      recognised.records.first?.contains(name) == true
    {
      return .columnBehind(separator: recognised.form.separator, isRecognised: true)
    }
    guard start.records.first?.count == 1 else { return nil }
    let found = " ~^:/".utf8.first { byte in
      other.separator = byte
      return FormRecognition(sample, other).records.first?.contains(name) == true
    }
    return found.map { .columnBehind(separator: $0, isRecognised: false) }
  }
}

/// The byte between two fields.
package struct FieldSeparator: ExpressibleByArgument, CustomStringConvertible, Sendable {
  /// nil: as recognised.
  package let byte: UInt8?

  /// The one that the first lines show.
  package static let recognised = FieldSeparator(byte: nil)

  private init(byte: UInt8?) { self.byte = byte }

  /// One ASCII character, or the word tab or space.
  package init?(argument: String) {
    let words = ["tab": "\t", "\\t": "\t", "\\x01": "\u{1}", "space": " "]
    let word = words[argument] ?? argument
    guard let byte = word.utf8.first, word.utf8.count == 1, byte > 0, byte < 0x80,
      !["\n", "\r", "\""].contains(word)
    else { return nil }
    self.init(byte: byte)
  }

  /// As it stands in the key of a columnar file, where a comma was once the default.
  package var description: String { byte.map { String(UnicodeScalar($0)) } ?? "," }
  package var defaultValueDescription: String { byte == nil ? "recognised" : description }
}

/// What overrides the recognition of a file's form.
package struct FormOptions: QuietOptions {
  @Flag(help: "The first line names the columns, whatever it looks like.")
  package var header = false

  @Option(help: "Encoding of the file.")
  package var encoding: TextEncoding?

  @Option(help: ArgumentHelp("Quotes around fields.", valueName: "style"))
  package var quoting: TextForm.Quoting?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Character that begins a comment line.", valueName: "character"))
  package var comment: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Decimal sign of all numbers: . or a comma.", valueName: "character"))
  package var decimal: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Sign between groups of three digits.", valueName: "character"))
  package var thousands: String?

  package init() {}

  /// Checks that each sign is one character.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    for (option, value) in [("comment", comment), ("decimal", decimal), ("thousands", thousands)]
    where value.map({ $0.utf8.count != 1 }) == true {
      throw SourceFault.wrongMark(option: option)
    }
  }

  /// How numbers are written, if the line says so.
  var style: NumberStyle? {
    if decimal == nil, thousands == nil { return nil }
    return NumberStyle(
      decimal: decimal?.utf8.first ?? (thousands == "." ? UInt8(ascii: ",") : UInt8(ascii: ".")),
      thousands: thousands?.utf8.first)
  }
}

extension TextForm.Quoting: ExpressibleByArgument {}

import Display

/// Compares the recorded outputs of a cell with those that it makes now.
struct CellComparison {
  let recorded: CellOutputs
  let now: CellOutputs
  /// False if the notebook was recorded by another version, whose drawings may look different.
  let isSameVersion: Bool

  var verdict: Verdict {
    guard recorded.failure?.name == now.failure?.name,
      recorded.failure?.sentence == now.failure?.sentence
    else { return .differs(Self.failures(recorded.failure, now.failure)) }
    guard recorded.shown.count == now.shown.count else {
      return .differs(
        "\(Phrase.count(recorded.shown.count, "output")) recorded, \(now.shown.count) now")
    }
    let figures = zip(recorded.shown, now.shown).map { figure($0, $1) }
    let texts = [text("printed", recorded.printed, now.printed)]
    let warnings = [text("warning", recorded.warned, now.warned)]
    let error = recorded.failure?.text ?? ""
    let errors = error.isEmpty ? [] : [text("error", error, now.failure?.text ?? "")]
    let verdict = (figures + texts + warnings + errors).reduce(Verdict.sameBits) { $0.and($1) }
    guard case .differs(let reason) = verdict, let before = recorded.facts, let after = now.facts,
      let cause = before.dataDifference(from: after)
    else { return verdict }
    return .differs("\(cause); \(reason)")
  }

  private static func failures(_ recorded: CellOutputs.Failure?, _ now: CellOutputs.Failure?)
    -> String
  {
    func phrase(_ failure: CellOutputs.Failure?) -> String {
      failure.map { "\($0.name): \($0.sentence)" } ?? "no error"
    }
    return "\(phrase(recorded)) recorded, \(phrase(now)) now"
  }

  private func text(_ kind: String, _ recorded: String, _ now: String) -> Verdict {
    if recorded == now { return .sameBits }
    let (old, new) = Self.firstDifference(of: recorded, now) ?? ("nothing", "nothing")
    return .differs("\(kind) text: '\(old)' recorded, '\(new)' now")
  }

  private func figure(_ recorded: CellOutputs.Shown, _ now: CellOutputs.Shown) -> Verdict {
    let title = now.text.split(separator: "\n").first.map(String.init) ?? "empty output"
    let digits = Self.firstDifference(of: recorded.text, now.text)
    guard let old = recorded.record, let new = now.record else {
      if let digits { return .differs("\(title): \(digits.0) recorded, \(digits.1) now") }
      return drawings(recorded, now, title).and(.samePrintedDigits(Verdict.noRecord))
    }
    guard let difference = old.difference(from: new) else {
      if let digits {
        return .differs("\(title): printed '\(digits.0)' recorded, '\(digits.1)' now; same bits")
      }
      return drawings(recorded, now, title)
    }
    if now.isLine { return .differs("\(title): \(Self.training(difference, now))") }
    let location = Self.phrase(of: difference, now)
    if let digits {
      return .differs("\(title), \(location): \(digits.0) recorded, \(digits.1) now")
    }
    return .samePrintedDigits("\(title), \(location): the bits differ below the printed digits")
  }

  /// Compares everything that is shown beside the plain text.
  private func drawings(
    _ recorded: CellOutputs.Shown, _ now: CellOutputs.Shown, _ title: String
  ) -> Verdict {
    for (type, form) in recorded.comparable.sorted(by: { $0.key < $1.key }) {
      guard let own = now.drawings[type] else {
        return changed("\(title): a form that is not shown now, \(type)")
      }
      guard let difference = form.firstDifference(from: own) else { continue }
      let place = difference.path.isEmpty ? "" : " at \(difference.path): \(difference.values)"
      return changed("\(title): the \(type) was changed\(place)")
    }
    return .sameBits
  }

  private func changed(_ reason: String) -> Verdict {
    isSameVersion ? .differs(reason) : .samePrintedDigits(Verdict.otherVersion)
  }
}

/// Differences and values in words.
extension CellComparison {
  /// "row 2 (m, income), column auc".
  private static func phrase(of difference: FigureRecord.Difference, _ now: CellOutputs.Shown)
    -> String
  {
    switch difference {
    case .rowCount(let count):
      return "\(Phrase.count(count, "row")) recorded, \(now.rows.rows.count) now"
    case .columns: return "other columns"
    case .cell(let rows, let column):
      return [
        rows.map { name(of: $0, in: now.rows) },
        column.map { "column \(now.rows.columns[$0].key)" },
      ]
      .compactMap { $0 }.joined(separator: ", ")
    }
  }

  private static func name(of range: Range<Int>, in table: Table) -> String {
    if range.count > 1 { return "rows \(range.lowerBound + 1) to \(range.upperBound)" }
    let words = table.rows[range.lowerBound].cells.prefix(3).compactMap { cell in
      if case .text(let text) = cell { text } else { nil }
    }
    let names = words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
    return "row \(range.lowerBound + 1)\(names)"
  }

  /// The difference of two trainings, whose rows are their epochs.
  private static func training(_ difference: FigureRecord.Difference, _ now: CellOutputs.Shown)
    -> String
  {
    guard case .cell(let rows?, let column?) = difference else { return "another number of epochs" }
    let key = now.rows.columns[column].key
    if key == "data" { return "the data differ" }
    let epochs = now.rows.rows[rows].compactMap { $0.cells.first?.value.map { Int($0) } }
    if key == "weights" {
      let weights = now.rows.rows.last?.cells.last?.rawText ?? ""
      return "the weights differ, now \(weights); all losses are the same"
    }
    let numbers = Set([epochs.first, epochs.last].compactMap { $0 }).sorted().map(String.init)
    return numbers.count == 1
      ? "epoch \(numbers[0]) is the first that differs (\(key))"
      : "epochs \(numbers.joined(separator: " to ")) are the first that differ (\(key))"
  }

  /// The first words of two texts that differ; the whole lines if one has more words.
  static func firstDifference(of one: String, _ other: String) -> (String, String)? {
    if one == other { return nil }
    let lines = [one, other].map {
      $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    let count = max(lines[0].count, lines[1].count)
    func line(_ text: Int, _ index: Int) -> String? {
      lines[text].indices.contains(index) ? lines[text][index] : nil
    }
    for index in 0..<count where line(0, index) != line(1, index) {
      guard let old = line(0, index), let new = line(1, index) else {
        return shortened(line(0, index), line(1, index))
      }
      let (left, right) = (old.split(separator: " "), new.split(separator: " "))
      let pair = left.count == right.count ? zip(left, right).first { $0 != $1 } : nil
      return pair.map { (String($0), String($1)) } ?? shortened(old, new)
    }
    return nil
  }

  /// The first words of two lines that differ; of long lines, those from the first that differs.
  private static func shortened(_ one: String?, _ other: String?) -> (String, String) {
    let words = [one, other].map { $0?.split(separator: " ") ?? ["nothing"] }
    let common = zip(words[0], words[1]).prefix { $0 == $1 }.count
    let isLong = words[0].prefix(common).joined(separator: " ").count > 40
    let texts = words.map { words in
      let text = (isLong ? ["…"] + words.dropFirst(common) : words[...]).joined(separator: " ")
      return text.count > 60 ? "\(text.prefix(60))…" : text
    }
    return (texts[0], texts[1])
  }
}

import DataSets
import Display
import System

/// One run of a cell that was checked.
struct CellRun {
  private let reader: LineReader
  private let session: Session
  /// Called after each line, when names may have changed.
  private let publish: () -> Void
  /// What this cell has made so far, for the error of a line that fails.
  private var made: [String] = []
  private var finishedLines = 0

  init(_ reader: LineReader, _ session: Session, publish: @escaping () -> Void) {
    self.reader = reader
    self.session = session
    self.publish = publish
  }

  mutating func run(_ statements: [Statement]) throws(CellError) {
    do {
      for (index, statement) in statements.enumerated() {
        try show(statement, [:], isResult: index == statements.count - 1)
      }
    } catch {
      throw error.adding(standing)
    }
  }

  private mutating func show(
    _ statement: Statement, _ variables: [String: String], isResult: Bool
  ) throws(CellError) {
    let figures = try figures(of: statement, variables)
    for (index, figure) in figures.enumerated() {
      session.sink.show(
        index == 0 ? figure.keepable : figure, isResult: isResult && index == figures.count - 1)
    }
  }

  /// Runs a statement; gives its figures unless the statement keeps what it makes.
  private mutating func figures(of statement: Statement, _ variables: [String: String])
    throws(CellError) -> [Figure]
  {
    switch statement {
    case .line(let line): try figures(of: line, variables)
    case .loop(let loop): try figures(of: loop, variables)
    }
  }

  private mutating func figures(of line: Line, _ variables: [String: String])
    throws(CellError) -> [Figure]
  {
    let output: Output
    let target = try reader.target(line.target, variables)
    session.target = target
    defer { publish() }
    do {
      try session.interrupt.check()
      output = try self.output(of: reader.action(of: line, variables))
    } catch let error as CellError {
      throw error
    } catch {
      throw reader.error(Complaint(error), in: line, variables)
    }
    if let target { keep(output.value, as: target, madeBy: line, variables) }
    finishedLines += 1
    if let remark = output.remark { session.sink.write(remark + "\n") }
    return target == nil ? output.figures : []
  }

  private func output(of action: Action) throws -> Output {
    switch action {
    case .run(let command, _): return try command.run(in: session)
    case .explain(let topic, let inPager):
      let page = try Inspection.page(for: topic, in: Snapshot(of: session))
      guard inPager else { return .show(.text(page)) }
      session.sink.page(page)
      return Output()
    }
  }

  private mutating func keep(
    _ value: SessionValue?, as name: String, madeBy line: Line, _ variables: [String: String]
  ) {
    if case .data(let data) = value {
      session.makers[data.fingerprint] = "\(name) = \(line.text(with: variables))"
    }
    keep(value, as: name)
  }

  private mutating func keep(_ value: SessionValue?, as name: String) {
    guard let value else { return }
    session[name] = value
    if !made.contains(name) { made.append(name) }
  }

  /// The rows that the last line shows in each round, with the variable in front.
  ///
  /// When a round fails, the table of the rounds before it is kept or shown all the same.
  private mutating func figures(of loop: Loop, _ variables: [String: String])
    throws(CellError) -> [Figure]
  {
    var variables = variables
    let values = try reader.values(of: loop, variables)
    let labels = LoopLabels(values)
    var whole = LoopTable(variable: loop.variable)
    for value in values {
      variables[loop.variable] = value
      do {
        if let table = try round(of: loop, variables) {
          try checkRoom(for: table, in: whole, loop)
          whole.append(labels[value], table)
        }
      } catch {
        for figure in try finish(loop, whole, variables) {
          session.sink.show(figure, isResult: false)
        }
        throw error.inRound(of: loop, value)
      }
    }
    return try finish(loop, whole, variables)
  }

  /// Rows that a loop's table may have; each takes some hundred bytes.
  private static let mostRows = 200_000

  private func checkRoom(
    for table: Table, in whole: LoopTable, _ loop: Loop
  ) throws(CellError) {
    if whole.rowCount + table.rows.count <= Self.mostRows { return }
    let most = NumberFormat.count.text(Double(Self.mostRows))
    throw reader.error(
      Complaint(
        .usage, "The table of this loop would have more than \(most) rows.",
        wayOut: "`export` in each round keeps them in files; `echo` as the last line keeps none."
      ), at: loop.place)
  }

  /// Runs the body once: all but a table of its last line is shown at once.
  private mutating func round(of loop: Loop, _ variables: [String: String])
    throws(CellError) -> Table?
  {
    for statement in loop.body.dropLast() { try show(statement, variables, isResult: false) }
    guard let last = loop.body.last else { return nil }
    let figures = try figures(of: last, variables)
    if case .table(let table) = figures.first { return table }
    for figure in figures { session.sink.show(figure, isResult: false) }
    return nil
  }

  private mutating func finish(
    _ loop: Loop, _ whole: LoopTable, _ variables: [String: String]
  ) throws(CellError) -> [Figure] {
    guard !whole.isEmpty else { return [] }
    let table = whole.table
    guard let target = try reader.target(loop.target, variables) else { return [.table(table)] }
    keep(.table(table), as: target)
    publish()
    return []
  }

  /// What a failed line leaves standing; `nil` if it was the first.
  private var standing: String? {
    guard finishedLines > 0 else { return nil }
    let made = made.filter { session[$0] != nil }
    if made.isEmpty { return "The lines before it have run." }
    return "The lines before it have run; what they made stays: \(made.joined(separator: ", "))."
  }
}

/// The values of a loop as cells of its table: numbers with equally many decimals, or texts.
private struct LoopLabels {
  private let decimals: Int?

  init(_ values: [String]) {
    let areNumbers = values.allSatisfy { Double($0)?.isFinite ?? false }
    decimals = areNumbers ? values.map(Self.decimals).max() : nil
  }

  private static func decimals(of text: String) -> Int {
    text.contains { $0 == "e" || $0 == "E" } ? 6 : text.drop { $0 != "." }.dropFirst().count
  }

  subscript(value: String) -> Table.Cell {
    guard let decimals, let number = Double(value) else { return .text(value) }
    return .number(number, .fixed(decimals))
  }
}

import DataSets
import Display
import Options
import System

/// One run of a checked cell.
struct CellRun {
  private let reader: LineReader
  private let session: Session
  /// Called after each line, when names may have changed.
  private let publish: () -> Void
  /// The names this cell has made so far, for the error of a failing line.
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
        try show(statement, Variables(), isResult: index == statements.count - 1)
      }
    } catch {
      throw error.adding(standing)
    }
  }

  private mutating func show(
    _ statement: Statement, _ loops: Variables, isResult: Bool
  ) throws(CellError) {
    let figures = try figures(of: statement, loops)
    for (index, figure) in figures.enumerated() {
      session.sink.show(
        index == 0 ? figure.keepable : figure, isResult: isResult && index == figures.count - 1)
    }
  }

  /// Runs a statement and returns its figures, unless the statement keeps its value.
  ///
  /// `isCollected`: a loop around it collects their rows.
  private mutating func figures(
    of statement: Statement, _ loops: Variables, isCollected: Bool = false
  ) throws(CellError) -> [Figure] {
    switch statement {
    case .line(let line): try figures(of: line, loops, isCollected)
    case .loop(let loop): try figures(of: loop, loops, isCollected)
    }
  }

  private mutating func figures(
    of line: Line, _ loops: Variables, _ isCollected: Bool
  ) throws(CellError) -> [Figure] {
    let variables = session.variables.within(loops)
    let output: Output
    let target = try reader.target(line.target, variables)
    session.target = target
    defer {
      publish()
      session.mappedFiles.begin()
    }
    let action = try reader.action(of: line, variables)
    do {
      try session.interrupt.check()
      output = try self.output(of: action)
      if let damage = session.damage { throw damage }
    } catch let error as CellError {
      throw error
    } catch {
      let complaint = Complaint(error)
      if complaint.kind == .interrupted { note(action, line, nil, variables, isPartial: true) }
      throw reader.error(session.damage ?? complaint, in: line, variables)
    }
    if let target { keep(output.kept, as: target, madeBy: line, variables) }
    note(action, line, target, variables, recipe: output.recipe)
    finishedLines += 1
    if let remark = output.remark { session.sink.write(remark + "\n") }
    if target != nil { return [] }
    return isCollected ? output.collected : output.figures
  }

  /// Notes what a line made or changed, for recipes.
  private func note(
    _ action: Action, _ line: Line, _ target: String?, _ variables: Variables,
    recipe: OwnRecipe? = nil, isPartial: Bool = false
  ) {
    guard case .run(let command, _) = action else { return }
    session.log.add(
      command, line.words(with: variables), target: target,
      names: session.names.names(of: [.table, .plot]), recipe: recipe, isPartial: isPartial)
  }

  private func output(of action: Action) throws -> Output {
    switch action {
    case .run(let command, _): return try command.run(in: session)
    case .explain(let topic, let inPager):
      let page = try Inspection.page(for: topic, in: Snapshot(of: session))
      guard inPager else { return .show(.text(page)) }
      session.sink.page(page)
      return Output()
    case .keep(let words): return Output(value: .variable(words))
    }
  }

  private mutating func keep(
    _ value: SessionValue?, as name: String, madeBy line: Line, _ variables: Variables
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

  /// The rows that the last line shows in each iteration, after a column with the variable.
  ///
  /// If an iteration fails, the table of the earlier iterations is still kept or shown.
  private mutating func figures(
    of loop: Loop, _ loops: Variables, _ isCollected: Bool
  ) throws(CellError) -> [Figure] {
    let isCollected = isCollected || loop.target != nil
    var loops = loops
    let values = try reader.values(of: loop, session.variables.within(loops))
    let wasInLoop = session.isInLoop
    session.isInLoop = true
    defer { session.isInLoop = wasInLoop }
    let labels = LoopLabels(values.map(\.text))
    var whole = LoopTable(variable: loop.variable)
    let start = session.log.count
    for value in values {
      loops[loop.variable] = [value]
      do {
        if let table = try round(of: loop, loops, isCollected) {
          try checkRoom(for: table, in: whole, loop)
          whole.append(labels[value.text], table)
        }
      } catch {
        for figure in try finish(loop, whole, loops) {
          session.sink.show(figure, isResult: false)
        }
        throw error.inRound(of: loop, value.text)
      }
    }
    let figures = try finish(loop, whole, loops)
    if let target = loop.target, !whole.isEmpty, start <= session.log.count {
      let variables = session.variables.within(loops)
      let text = loop.recipe(with: variables)
      session.log.add(loop: text, from: start, target: target.text(with: variables))
    }
    return figures
  }

  /// Maximum number of rows in the table of a loop; a row takes a few hundred bytes.
  private static let mostRows = 200_000

  private func checkRoom(
    for table: Table, in whole: LoopTable, _ loop: Loop
  ) throws(CellError) {
    if whole.rowCount + table.rows.count <= Self.mostRows { return }
    let most = NumberFormat.count.text(Double(Self.mostRows))
    throw reader.error(
      Complaint(
        .usage, "The table of this loop would have more than \(most) rows.",
        wayOut:
          "`export` in each iteration writes them to files; `echo` as the last line collects none."
      ), at: loop.range)
  }

  /// Runs the body once and returns the rows of its last line, if they are collected.
  ///
  /// All other figures are shown at once; a single table is always collected.
  private mutating func round(
    of loop: Loop, _ loops: Variables, _ isCollected: Bool
  ) throws(CellError) -> Table? {
    for statement in loop.body.dropLast() { try show(statement, loops, isResult: false) }
    guard let last = loop.body.last else { return nil }
    let figures = try figures(of: last, loops, isCollected: isCollected)
    if isCollected { return figures.isEmpty ? nil : Document(figures).tidy }
    if case .table(let table) = figures.first, figures.count == 1 { return table.tidy }
    for figure in figures { session.sink.show(figure, isResult: false) }
    return nil
  }

  private mutating func finish(
    _ loop: Loop, _ whole: LoopTable, _ loops: Variables
  ) throws(CellError) -> [Figure] {
    guard !whole.isEmpty else { return [] }
    let table = whole.table
    let variables = session.variables.within(loops)
    guard let target = try reader.target(loop.target, variables) else { return [.table(table)] }
    keep(SessionValue([.table(table)]), as: target)
    publish()
    return []
  }

  /// The results that remain after a failed line; `nil` if it was the first line.
  private var standing: String? {
    guard finishedLines > 0 else { return nil }
    let made = made.filter { session[$0] != nil }
    if made.isEmpty { return "The lines above it have run." }
    return "The lines above it have run; their results are kept: \(made.joined(separator: ", "))."
  }
}

/// The values of a loop as table cells: numbers with the same number of decimals, or texts.
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

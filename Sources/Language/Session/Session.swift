import Analysis
import DataSets
import Display
import Models
import Runs
import System
import Training

/// The values of a notebook's cells; used only by the thread that runs cells.
final class Session {
  private(set) var names = NameTable()
  private var values: [String: SessionValue] = [:]
  /// The values of `$names`, beside those of loops.
  private(set) var variables = Variables()
  let settings: SessionSettings
  let interrupt: Interrupt
  /// Ends a line that reads a file which another program has cut short, or the disk has lost.
  let mappedFiles = MappedFileWatch()
  /// The output of the running cell.
  var sink: any CellSink
  /// The name under which the running line keeps its value.
  var target: String?
  /// The lines that made or changed values.
  var log = SessionLog()
  /// The lines that made data sets, by fingerprint.
  var makers: [String: String] = [:]
  /// Paths of the files that data were read from.
  var inputs: Set<String> = []
  /// The folder for records of runs; `nil` for none.
  let runs: RunsFolder?
  /// True while a line runs that a loop or search repeats.
  var isInLoop = false
  /// True after the warning that runs cannot be recorded.
  var hasWarnedOfRuns = false

  init(settings: SessionSettings, interrupt: Interrupt, sink: any CellSink = SilentSink()) {
    self.settings = settings
    self.interrupt = mappedFiles.interrupt(or: interrupt)
    self.sink = sink
    runs = settings.runsFolder.map { RunsFolder($0) }
  }

  /// The error about such a file that the running line has read; nil if there is none.
  var damage: Complaint? {
    mappedFiles.damagedFile.map { Complaint(DataError(.storage(.cutShort($0)))) }
  }

  subscript(name: String) -> SessionValue? {
    get { values[name] }
    set {
      values[name] = newValue
      names[name] = newValue?.kind
      if case .variable(let words) = newValue {
        variables[name] = words
      } else {
        variables[name] = nil
      }
    }
  }

  /// Keeps what a line had made when it was interrupted: under its name, or it is shown.
  func keep(interrupted table: Table) {
    if let target {
      self[target] = SessionValue([.table(table)])
    } else {
      sink.show(.table(table), isResult: false)
    }
  }

  /// The value of a name in a command.
  func value(of name: some NameArgument, for command: String) throws(Complaint) -> SessionValue {
    let accepted = type(of: name).accepted
    if let complaint = names.complaint(about: name.text, accepting: accepted, in: command) {
      throw complaint
    }
    guard let value = values[name.text] else {
      throw Complaint(.name, "'\(name.text)' is not defined.", about: name.text)
    }
    return value
  }

  func data(_ name: DataName, for command: String) throws -> DataSet {
    guard case .data(let data) = try value(of: name, for: command) else { throw mismatch(name) }
    return data
  }

  func model(_ name: ModelName, for command: String) throws -> Trainer {
    guard case .model(let model) = try value(of: name, for: command) else { throw mismatch(name) }
    return model
  }

  /// The model of a name, with a warning if there is nothing of training in it to see.
  func observed(_ name: ModelName, for command: String) throws -> Trainer {
    let trainer = try model(name, for: command)
    warnIfUntrained(name.text, trainer)
    return trainer
  }

  /// Warns that figures of a model will be those of its initial weights.
  func warnIfUntrained(_ name: String, _ trainer: Trainer) {
    guard trainer.isUntrained else { return }
    sink.warn("'\(name)' is not trained: these figures are of its initial weights.")
  }

  /// The model of a name, if it has the part that a command needs.
  ///
  /// - Throws: `Complaint` that lists the models with such a part.
  func model(
    _ name: ModelName, for command: String, having part: AnalysisError.Part,
    where hasPart: (Model) -> Bool
  ) throws -> Trainer {
    let trainer = try model(name, for: command)
    if hasPart(trainer.model) {
      warnIfUntrained(name.text, trainer)
      return trainer
    }
    let others = names.names(of: [.model]).filter { other in
      if case .model(let trainer) = values[other] { hasPart(trainer.model) } else { false }
    }
    var complaint = Complaint(
      AnalysisError.lacks(part, model: name.text, kind: trainer.model.kindName))
    complaint.wayOut =
      others.isEmpty
      ? "No model in this session has \(part.phrase)."
      : "Models with \(part.phrase): \(others.joined(separator: ", "))."
    throw complaint
  }

  /// The rows of a table or plot.
  func table(_ name: TableName, for command: String) throws -> Table {
    guard case .shown(_, let rows) = try value(of: name, for: command) else { throw mismatch(name) }
    return rows
  }

  private func mismatch(_ name: some NameArgument) -> Complaint {
    Complaint(.name, "'\(name.text)' is of a different kind.", about: name.text)
  }
}

/// A sink that drops all output; the session's sink between cells.
final class SilentSink: CellSink {
  func show(_ figure: Figure, isResult: Bool) {}
  func update(_ figure: Figure, displayID: String) {}
  func write(_ text: String) {}
  func warn(_ text: String) {}
  func page(_ text: String) {}
  func clear(wait: Bool) {}
  func endSession() {}
  func ask(_ question: String) -> String? { nil }
}

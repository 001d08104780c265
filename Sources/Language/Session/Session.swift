import Analysis
import DataSets
import Display
import Models
import Runs
import System
import Training

/// What the cells of a notebook have made so far; lives in the one thread that runs cells.
final class Session {
  private(set) var names = NameTable()
  private var values: [String: SessionValue] = [:]
  let settings: SessionSettings
  let interrupt: Interrupt
  /// Where the running cell shows things.
  var sink: any CellSink
  /// The name that the running line keeps its value under.
  var target: String?
  /// The lines that made data sets, by the data's fingerprint.
  var makers: [String: String] = [:]
  /// Where runs are recorded; nil if nowhere.
  let runs: RunsFolder?
  /// Whether people were told that runs cannot be recorded.
  var hasWarnedOfRuns = false

  init(settings: SessionSettings, interrupt: Interrupt, sink: any CellSink = SilentSink()) {
    self.settings = settings
    self.interrupt = interrupt
    self.sink = sink
    runs = settings.runsFolder.map { RunsFolder($0) }
  }

  subscript(name: String) -> SessionValue? {
    get { values[name] }
    set {
      values[name] = newValue
      names[name] = newValue?.kind
    }
  }

  /// The value of a name that a command uses.
  func value(of name: some NameArgument, for command: String) throws(Complaint) -> SessionValue {
    let accepted = type(of: name).accepted
    if let complaint = names.complaint(about: name.text, accepting: accepted, in: command) {
      throw complaint
    }
    guard let value = values[name.text] else {
      throw Complaint(.name, "There is no '\(name.text)' here.", about: name.text)
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

  /// The model of a name, if it has the part that a command is about.
  ///
  /// - Throws: `Complaint` that names the models here which have such a part.
  func model(
    _ name: ModelName, for command: String, having part: AnalysisError.Part,
    where hasPart: (Model) -> Bool
  ) throws -> Trainer {
    let trainer = try model(name, for: command)
    if hasPart(trainer.model) { return trainer }
    let others = names.names(of: [.model]).filter { other in
      if case .model(let trainer) = values[other] { hasPart(trainer.model) } else { false }
    }
    var complaint = Complaint(
      AnalysisError.lacks(part, model: name.text, kind: trainer.model.kindName))
    complaint.wayOut =
      others.isEmpty
      ? "No model here has \(part.phrase)."
      : "Models with \(part.phrase) here: \(others.joined(separator: ", "))."
    throw complaint
  }

  func table(_ name: TableName, for command: String) throws -> Table {
    guard case .table(let table) = try value(of: name, for: command) else { throw mismatch(name) }
    return table
  }

  private func mismatch(_ name: some NameArgument) -> Complaint {
    Complaint(.name, "'\(name.text)' is of another kind.", about: name.text)
  }
}

/// Shows nothing: what a session has between cells.
final class SilentSink: CellSink {
  func show(_ figure: Figure, isResult: Bool) {}
  func update(_ figure: Figure, displayID: String) {}
  func write(_ text: String) {}
  func warn(_ text: String) {}
  func page(_ text: String) {}
  func clear(wait: Bool) {}
  func ask(_ question: String) -> String? { nil }
}

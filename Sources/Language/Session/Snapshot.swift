import Analysis
import DataSets
import Display
import Models
import Training

/// What completion and inspection may know of a session while a cell runs in another thread.
struct Snapshot: Sendable {
  struct Entry: Sendable {
    var kind: ValueKind
    /// A sentence about the value.
    var sentence: String
    /// The source of a data set, as in `load adult`.
    var source: String?
    /// The words that belong to it: a data set's and a model's tasks, a table's columns.
    var words: [String]
  }

  private(set) var names = NameTable()
  private(set) var entries: [String: Entry] = [:]

  init() {}

  init(of session: Session) {
    names = session.names
    for name in names.names {
      if let value = session[name] { entries[name] = Entry(value) }
    }
  }
}

extension Snapshot.Entry {
  init(_ value: SessionValue) {
    kind = value.kind
    sentence = value.sentence
    words = value.words
    if case .data(let data) = value { source = data.source }
  }
}

extension SessionValue {
  /// What it is, in a line: "adult · 48,842 rows, 14 features, tasks income and never-married".
  var sentence: String {
    switch self {
    case .data(let data):
      let rows = NumberFormat.count.text(Double(data.rowCount))
      let features = data.schema.features.count
      return "\(data.source) · \(rows) rows, \(features) features, "
        + (words.count == 1 ? "task " : "tasks ") + words.joined(separator: ", ")
    case .model(let trainer):
      return "\(trainer.model.kindName) · \(NumberFormat.count.text(Double(trainer.model.count))) "
        + "parameters, \(trainer.age.phrase), tasks \(words.joined(separator: ", "))"
    case .table(let table): return "\(table.title) · \(table.rows.count) rows"
    case .plot(let figure): return figure.firstLine
    }
  }

  /// The words that commands know it by: tasks, or columns.
  var words: [String] {
    switch self {
    case .data(let data): data.schema.tasks.map(\.name)
    case .model(let trainer): trainer.model.schema.tasks.map(\.name)
    case .table(let table): table.columns.map(\.key)
    case .plot: []
    }
  }
}

extension SessionValue {
  /// Roughly what it takes of memory, in bytes.
  var bytes: Int {
    switch self {
    case .data(let data): data.bytes
    // Weights, gradients and the optimiser's two moments.
    case .model(let trainer): 16 * trainer.model.count
    case .table(let table): table.rows.count * table.columns.count * 48
    case .plot: 10_000
    }
  }
}

extension DataSet {
  /// What it takes of memory: columns, labels and split; of a set in a file, the split alone.
  fileprivate var bytes: Int {
    let rows = 4 * rowCount
    if file != nil { return rows }
    let columns = columns.reduce(0) { sum, column in
      switch column {
      case .categories(let ids): sum + 4 * ids.count
      case .numbers(let raw, _), .bins(let raw, _): sum + 8 * raw.count
      case .lists(let lists): sum + 4 * lists.lists.count + 8 * lists.ids.count
      }
    }
    return rows + columns + labels.reduce(0) { $0 + 4 * $1.count }
  }
}

extension Model {
  /// How many numbers the model holds.
  var count: Int { parameters.count }
}

import Analysis
import DataSets
import Display
import Models
import Options
import Runs
import Training

/// A snapshot of a session for completion and inspection, which run in other threads.
struct Snapshot: Sendable {
  struct Entry: Sendable {
    var kind: ValueKind
    /// A one-line summary of the value.
    var sentence: String
    /// The source of a data set, as in `load adult`.
    var source: String?
    /// Related words: tasks of a data set or model, columns of a table.
    var words: [String]
    /// The categorical features of a data set, or of a model's.
    var categoricalFeatures: [String] = []
  }

  private(set) var names = NameTable()
  private(set) var entries: [String: Entry] = [:]
  /// The folders with data beside those that every session searches.
  private(set) var dataFolders: [String] = []
  /// The folder with the records of runs.
  private(set) var runs: RunsFolder?

  init() {}

  init(of session: Session) {
    names = session.names
    dataFolders = session.settings.dataFolders
    runs = session.runs
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
    switch value {
    case .data(let data):
      source = data.source
      categoricalFeatures = data.schema.categoricalFeatures
    case .model(let trainer): categoricalFeatures = trainer.model.schema.categoricalFeatures
    case .predictions, .shown, .variable: break
    }
  }
}

extension SessionValue {
  /// A one-line summary: "adult · 48,842 rows, 14 features, tasks income and never-married".
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
    case .predictions(let predictions):
      return "predictions of \(predictions.data.source), \(predictions.part.rawValue) rows"
    case .shown(let document, let rows):
      return document.isTable
        ? "\(document.title) · \(Phrase.count(rows.rows.count, "row"))"
        : document.figures.first?.firstLine ?? ""
    case .variable(let words):
      let text = words.map(\.text).joined(separator: " ")
      return text.count > 80 ? text.prefix(80) + "…" : text
    }
  }

  /// Related words: tasks, or columns.
  var words: [String] {
    switch self {
    case .data(let data): data.schema.tasks.map(\.name)
    case .model(let trainer): trainer.model.schema.tasks.map(\.name)
    case .predictions(let predictions): predictions.data.schema.tasks.map(\.name)
    case .shown(_, let rows): rows.columns.map(\.key)
    case .variable: []
    }
  }
}

extension SessionValue {
  /// Approximate size in memory, in bytes.
  var bytes: Int {
    switch self {
    case .data(let data): data.bytes
    // Weights, gradients and the optimizer's two moments.
    case .model(let trainer): 16 * trainer.model.count
    case .predictions(let predictions): predictions.values.reduce(0) { $0 + 4 * $1.count }
    case .shown(_, let rows): 10_000 + rows.rows.count * rows.columns.count * 48
    case .variable(let words): words.reduce(0) { $0 + 40 + $1.text.utf8.count }
    }
  }
}

extension DataSet {
  /// Size in memory: columns, labels and split; of a mapped file, the split alone.
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
  /// Number of parameters.
  var count: Int { parameters.count }
}

extension Schema {
  /// The names of the features whose values are words.
  fileprivate var categoricalFeatures: [String] {
    features.filter { feature in
      if case .categorical = feature.kind { true } else { false }
    }.map(\.name)
  }
}

import Numbers
import System

/// A data set before its columns are made: what was read, the split, and what was asked for.
package struct RawData {
  package var source: String
  package var features: [RawFeature]
  package var tasks: [Task]
  /// One column per task, NaN where a row has no label.
  package var labels: [RowNumbers]
  var split: SplitRows
  package var notes: [DataNote]
  /// What the user asked for, as text; it goes into the fingerprint with the content.
  package var options: String
  package var form = FeatureForm()
  /// Weights and ids of the rows.
  var carried = RawCarried()
  var columnForms = ColumnForms()

  /// A data set of these parts, fitted later.
  package init(
    source: String, features: [RawFeature], tasks: [Task], labels: [RowNumbers], split: SplitRows,
    notes: [DataNote], options: String, form: FeatureForm = FeatureForm()
  ) {
    self.source = source
    self.features = features
    self.tasks = tasks
    self.labels = labels
    self.split = split
    self.notes = notes
    self.options = options
    self.form = form
  }
}

/// A data set whose vocabularies and transforms are fitted, to the training rows alone, and whose
/// columns can be written piece by piece.
struct FittedData {
  var source: String
  var schema: Schema
  /// A feature's columns, one after the other, then one column per task.
  var recipes: [[Recipe]]
  var labels: [Recipe]
  var carried: RawCarried
  /// Of the multi-valued features, with ids instead of codes; their rows' lists are a recipe.
  var lists: [FittedField.Lists?]
  var split: Split
  var notes: [DataNote]
  var options: String
  var strangers: [WordList]
  var statistics: [FieldStatistics]

  /// Fits `raw`, a feature a thread.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  init(_ raw: RawData, _ context: LoadContext) throws {
    let rowCount = (raw.features.first?.rowCount ?? raw.labels.first?.count ?? 0)
    let parts = raw.split.rows.partOfRow(count: rowCount)
    let jobs = raw.features.flatMap { feature in
      feature.forms(raw.form).map { (feature: feature, form: $0) }
    }
    let fields = try parallelMap(over: jobs.count) { index in
      try FittedField(
        jobs[index].feature, jobs[index].form, raw.form, parts, context.interrupt)
    }
    source = raw.source
    schema = Schema(features: fields.map(\.feature), tasks: raw.tasks)
    schema.forms = raw.columnForms
    recipes = fields.map(\.recipes)
    lists = fields.map(\.lists)
    labels = raw.labels.map { .raw($0) }
    carried = raw.carried
    split = raw.split.rows
    notes = raw.split.notes + raw.notes
    options = raw.options + " " + raw.form.text
    strangers = fields.map(\.strangers)
    statistics = fields.map(\.statistics)
  }
}

extension RawFeature {
  var rowCount: Int {
    switch values {
    case .words(let codes, _), .lists(let codes, _, _): codes.count
    case .numbers(let numbers): numbers.count
    }
  }

  /// The forms in which it becomes a field of its own each.
  func forms(_ options: FeatureForm) -> [NumericForm] {
    guard case .numbers = values, options.numericForm == .valueAndBins else {
      return [options.numericForm]
    }
    return [.standardised, .valueAndBins]
  }
}

extension DataSet {
  /// Encodes `raw` in memory.
  ///
  /// A vocabulary lists the more frequent words first, equally frequent ones in the order of their
  /// bytes; a word that too few training rows hold gets no id of its own.
  package init(_ raw: RawData, _ context: LoadContext = LoadContext()) throws {
    self = try FittedData(raw, context).dataSet(context.interrupt)
  }

  /// Encodes features and labels that lie in memory.
  package init(
    source: String, fitting features: [RawFeature], tasks: [Task], labels: [[Float]], split: Split,
    notes: [DataNote], options: String
  ) throws {
    try self.init(
      RawData(
        source: source, features: features, tasks: tasks,
        labels: labels.map { .direct(Values($0)) }, split: SplitRows(split), notes: notes,
        options: options))
  }
}

extension FittedData {
  /// The columns of all features and the labels, made in memory, a column a thread.
  private func columns(_ interrupt: Interrupt) throws -> (
    columns: [DataSet.Column], labels: [Values<Float>], carried: CarriedColumns
  ) {
    let all = recipes.flatMap { $0 } + labels + carried.recipes
    var rest = try parallelMap(over: all.count) { index in
      try all[index].values(in: ColumnMemory(), Int32.self, interrupt)
    }[...]
    let columns = try schema.features.indices.map { feature in
      DataSet.Column(
        schema.features[feature].kind, recipes[feature].map { _ in rest.removeFirst() },
        try lists[feature].map { lists in
          ItemLists(
            lists: [], starts: lists.starts,
            ids: try lists.ids.values(in: ColumnMemory(), Int32.self, interrupt),
            weights: lists.weights)
        })
    }
    let made = rest.prefix(labels.count).map { $0.asNumbers }
    return (columns, made, carried.carried(Array(rest.dropFirst(labels.count))))
  }

  /// The data set with its columns in memory, and its fingerprint.
  func dataSet(_ interrupt: Interrupt) throws -> DataSet {
    let (columns, labels, carried) = try columns(interrupt)
    var data = DataSet(
      source: source, schema: schema, columns: columns, labels: labels, split: split,
      notes: notes, fingerprint: "", strangers: strangers, statistics: statistics)
    data.carried = carried
    data.fingerprint = try data.digest(options: options, interrupt)
    return data
  }
}

extension DataSet.Column {
  /// The column of a kind that lies in `made`, in the order of `FittedField.recipes`.
  init(_ kind: Feature.Kind, _ made: [Values<Int32>], _ lists: ItemLists?) {
    switch kind {
    case .categorical, .hashed: self = .categories(made[0])
    case .numeric: self = .numbers(raw: made[0].asNumbers, transformed: made[1].asNumbers)
    case .binned: self = .bins(raw: made[0].asNumbers, ids: made[1])
    case .multiple:
      var lists = lists ?? ItemLists(lists: [], starts: [0], ids: [], weights: [])
      lists.lists = made[0]
      self = .lists(lists)
    }
  }
}

extension Values where Element == Int32 {
  /// The same bytes as numbers.
  var asNumbers: Values<Float> {
    Values<Float>(
      pieces.map { UnsafePointer(UnsafeRawPointer($0).assumingMemoryBound(to: Float.self)) },
      count: count, in: memory)
  }
}

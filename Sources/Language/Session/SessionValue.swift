import DataSets
import Display
import Options
import Training

/// The value of a name in the session.
enum SessionValue {
  case data(DataSet)
  /// A model with its data and the state of its training.
  case model(Trainer)
  /// Predictions that another program made.
  case predictions(Predictions)
  /// All that a command showed, and the same as rows to compute with.
  case shown(Document, rows: Table)
  /// One or more words, for `$name`.
  case variable([OptionWord])

  var kind: ValueKind {
    switch self {
    case .data: .data
    case .model: .model
    case .predictions: .predictions
    case .shown(let document, _): document.isTable ? .table : .plot
    case .variable: .variable
    }
  }

  /// What a command shows.
  init(_ figures: [Figure]) {
    let document = Document(figures)
    self = .shown(document, rows: document.tidy)
  }
}

/// The kinds of values.
enum ValueKind: String, Sendable, CaseIterable {
  case data, model, predictions, table, plot, variable

  /// The kind in a sentence: "a data set".
  var phrase: String {
    switch self {
    case .data: "a data set"
    case .model: "a model"
    case .predictions: "predictions"
    case .table: "a table"
    case .plot: "a plot"
    case .variable: "a variable"
    }
  }

  /// The plural: "data sets".
  var plural: String {
    switch self {
    case .data: "data sets"
    case .model: "models"
    case .predictions: "predictions"
    case .table: "tables"
    case .plot: "plots"
    case .variable: "variables"
    }
  }

  /// A line that makes such a value.
  var maker: String {
    switch self {
    case .data: "`adult = load adult` makes one."
    case .model: "`m = build dephn adult` makes one from a data set `adult`."
    case .predictions: "`q = load predictions FILE --for d` reads some."
    case .table: "`t = compare a b` keeps one, and so does `t = for …`."
    case .plot: "`p = plot t --x C --y C` keeps one, and so does `g = gates m`."
    case .variable: "`epochs = 3` makes one."
    }
  }
}

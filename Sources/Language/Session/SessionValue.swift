import DataSets
import Display
import Training

/// What a name in the session stands for.
enum SessionValue {
  case data(DataSet)
  /// With its data, and the state of its training.
  case model(Trainer)
  case table(Table)
  case plot(Figure)

  var kind: ValueKind {
    switch self {
    case .data: .data
    case .model: .model
    case .table: .table
    case .plot: .plot
    }
  }

  init(_ figure: Figure) {
    if case .table(let table) = figure { self = .table(table) } else { self = .plot(figure) }
  }
}

/// The kinds of values, in the order in which `list` shows them.
enum ValueKind: String, Sendable, CaseIterable {
  case data, model, table, plot

  /// For a sentence: "a data set".
  var phrase: String {
    switch self {
    case .data: "a data set"
    case .model: "a model"
    case .table: "a table"
    case .plot: "a plot"
    }
  }

  /// "Data sets", to stand before "here: …".
  var plural: String {
    switch self {
    case .data: "Data sets"
    case .model: "Models"
    case .table: "Tables"
    case .plot: "Plots"
    }
  }

  /// A line that makes one, for a session that has none.
  var maker: String {
    switch self {
    case .data: "`adult = load adult` makes one."
    case .model: "`m = build dephn adult` makes one of a data set `adult`."
    case .table: "`t = compare a b` keeps one, and so does `t = for …`."
    case .plot: "`p = plot t --x C --y C` keeps one."
    }
  }
}

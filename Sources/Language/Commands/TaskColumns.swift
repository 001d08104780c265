import DataSets
import Display
import Training

/// The columns of tables that show what tasks reached on the validation rows.
struct TaskColumns {
  private let tasks: [Task]

  /// Takes the tasks in the order of their columns.
  init(_ tasks: [Task]) { self.tasks = tasks }

  var names: [String] { tasks.map(\.name) }

  /// One column per task and metric that it has, such as `income.logloss`.
  var columns: [Table.Column] {
    tasks.flatMap { task in
      metrics(of: task).map { metric in
        let name = metric.name(for: task.kind)
        return Table.Column(
          key: "\(task.name).\(name)", header: name, group: task.name, measure: name)
      }
    }
  }

  /// The cells of these columns from the figures of tasks, which may be some of them, by their names.
  func cells(_ figures: [TaskFigures], _ names: [String]) -> [Table.Cell] {
    let known = Dictionary(zip(names, figures)) { first, _ in first }
    return tasks.flatMap { task in
      metrics(of: task).map { metric in
        known[task.name]?[metric].map { .number($0, metric.format) } ?? .missing
      }
    }
  }

  private func metrics(of task: Task) -> [TaskMetric] {
    TaskMetric.allCases.filter { $0.fits(task.kind) }
  }
}

extension TaskMetric {
  /// What tables call it for a task of that kind.
  func name(for kind: Task.Kind) -> String {
    self == .loss ? kind == .binary ? "logloss" : "mse" : rawValue
  }

  /// How it is written.
  var format: NumberFormat {
    switch self {
    case .loss, .mae: .anyScale
    case .r2: .fourDecimals
    case .auc, .spearman: .fixed(4)
    }
  }

  /// What sentences call it.
  var title: String {
    switch self {
    case .loss: "loss"
    case .auc: "AUC"
    case .mae: "mean absolute error"
    case .r2: "R²"
    case .spearman: "rank correlation"
    }
  }
}

extension Table.Cell {
  /// The number of an epoch, or the numbers of each task's.
  static func epochs(_ numbers: [Int]) -> Table.Cell {
    switch numbers.count {
    case 0: .missing
    case 1: .number(Double(numbers[0]), .count)
    default: .text(numbers.map(String.init).joined(separator: ", "))
    }
  }
}

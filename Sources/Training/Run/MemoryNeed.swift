package import DataSets
import Engine
package import Models

/// The memory that a run needs beyond that of the model and its data, in bytes.
package struct MemoryNeed: Sendable, Equatable {
  /// Gradients, moments and copies of the weights.
  package let weights: Int
  /// Activations and their gradients in steps and validations.
  package let batch: Int
  /// The order of the training rows, and the predictions on the validation rows.
  package let rows: Int

  package var total: Int { weights + batch + rows }

  /// Estimates the need; `exactly` makes the plans and asks them, otherwise it is an upper bound.
  package init(_ model: Model, _ data: DataSet, _ options: TrainingOptions, exactly: Bool) {
    weights = Self.weights(model, options)
    let train = min(options.batchSize, data.split.train.count)
    let part = options.clipNorm == nil ? nil : train
    let validation = data.split.validation.isEmpty ? 0 : min(1024, data.rowCount)
    let graph = model.graph
    batch =
      exactly
      ? Plan(graph, capacity: train, part: part).bytes
        + Plan(graph, capacity: max(1, validation), trains: false).bytes
      : (train + validation) * graph.bytesPerRow
    rows = 8 * data.split.train.count + 64 * data.split.validation.count
  }

  private static func weights(_ model: Model, _ options: TrainingOptions) -> Int {
    var optimizer = Optimizer(options.optimizer)
    optimizer.tables = options.tables
    let isApart = [.pcgrad, .gradnorm].contains(options.weighting)
    let takesAll = isApart || options.clipNorm != nil
    let parameters = model.parameters.all
    let trained = parameters.reduce(0) { sum, parameter in
      let gradient = takesAll || optimizer.sumsInGradient(parameter) ? 1 : 0
      return sum + parameter.count * (gradient + (parameter.isTrained ? 0 : 2))
    }
    // The best epoch's weights, and the next ones before those go.
    let copies = 2 * model.parameters.count
    let apart = isApart ? (model.schema.tasks.count + 3) * model.parameters.count : 0
    let largest = parameters.map(\.count).max() ?? 0
    return 4 * (trained + copies + apart + largest) + model.graph.tableBytes
  }
}

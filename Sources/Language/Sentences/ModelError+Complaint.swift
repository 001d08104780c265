import Display
import Models

extension Complaint {
  /// An error about a model as a sentence and a way out.
  init(_ error: ModelError) {
    let count = NumberFormat.count
    switch error {
    case .noFeatures: self.init(.data, "The data set has no features.")
    case .noTasks: self.init(.data, "The data set has no tasks.")
    case .tooLarge(let numbers, let limit):
      self.init(
        .usage,
        "The model would have \(count.text(Double(numbers))) parameters; the limit is "
          + "\(count.text(Double(limit))).",
        wayOut: "Choose smaller layers or a smaller --embedding-dim.")
    case .tooManyFeatures(let features):
      self.init(
        .data, "The data set has \(count.text(Double(features))) features.",
        wayOut: "A model can take up to \(count.text(Double(Model.largestWidth))).")
    case .notBinary(let task):
      self.init(
        .data, "'\(task)' is a regression task; a funnel needs binary tasks.",
        wayOut: "Name the events in order: `load SOURCE --tasks CLICK CONVERSION`.")
    case .twins(let name):
      self.init(.data, "Two features or two tasks are named '\(name)'.")
    }
  }
}

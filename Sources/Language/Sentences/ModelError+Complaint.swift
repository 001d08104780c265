import Display
import Models

extension Complaint {
  /// The sentence and the way out.
  init(_ error: ModelError) {
    let count = NumberFormat.count
    switch error {
    case .noFeatures: self.init(.data, "The data set has no features.")
    case .noTasks: self.init(.data, "The data set has no tasks.")
    case .tooLarge(let numbers, let limit):
      self.init(
        .usage,
        "The model would hold \(count.text(Double(numbers))) numbers; the limit is "
          + "\(count.text(Double(limit))).",
        wayOut: "Choose smaller widths or a smaller --embedding-dim.")
    case .tooManyFeatures(let features):
      self.init(
        .data, "The data set has \(count.text(Double(features))) features.",
        wayOut: "A model takes up to \(count.text(Double(Model.largestWidth))).")
    case .notBinary(let task):
      self.init(
        .data, "'\(task)' is a regression task; the tasks of a funnel are events, 0 or 1.",
        wayOut: "Name the events in their order: load SOURCE --tasks CLICK CONVERSION.")
    case .twins(let name):
      self.init(.data, "Two features or two tasks have the name '\(name)'.")
    }
  }
}

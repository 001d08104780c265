import Analysis
import DataSets
import Display
import Models
import Training

extension Complaint {
  /// Whatever a command threw, as a complaint.
  init(_ error: any Error) {
    switch error {
    case let complaint as Complaint: self = complaint
    case is CancellationError:
      self.init(.interrupted, "Interrupted.", wayOut: nil)
    case let error as DataError: self.init(error)
    case let error as AnalysisError:
      self.init(.usage, error.sentence, wayOut: error.wayOut, about: error.subject)
    case let error as TrainingError:
      self.init(.training, error.sentence, wayOut: error.wayOut, about: error.option)
    case let error as ModelError: self.init(error)
    case let fault as SourceFault: self.init(fault)
    case let fault as KindFault: self.init(fault)
    default: self.init(.usage, "\(error)")
    }
  }
}

extension Complaint {
  private init(_ error: ModelError) {
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

extension TrainingError {
  /// The option of `train` that it is about.
  fileprivate var option: String? {
    switch self {
    case .unknownTask, .noAUC: "--monitor"
    case .wrongTaskWeights: "--task-weights"
    case .batchTooLarge: "--batch-size"
    case .noGroup: "--group"
    case .noSampleSpace, .noEvent: "--sample-space"
    case .gradientsTooLarge: "--task-weights"
    case .lossIsNoNumber, .noData, .noRows, .memoryTooSmall: nil
    }
  }
}

extension AnalysisError {
  /// The word of the line that it is about.
  fileprivate var subject: String? {
    switch self {
    case .noData(let model), .lacks(let model, _, _): model
    case .unknownBaseline(let name, _): name
    case .noRows, .fewTasks: nil
    }
  }

  /// What a line of a cell can do about it.
  fileprivate var wayOut: String? {
    switch self {
    case .noData: "Open it with data: `m = open FILE d`."
    case .noRows: "Choose another part with --split."
    case .lacks, .fewTasks, .unknownBaseline: nil
    }
  }
}

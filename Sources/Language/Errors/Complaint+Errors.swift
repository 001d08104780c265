import Analysis
import DataSets
import Models
import Training

extension Complaint {
  /// Any error that a command throws, as a complaint.
  init(_ error: any Error) {
    switch error {
    case let complaint as Complaint: self = complaint
    case is CancellationError:
      self.init(.interrupted, "Interrupted.", wayOut: nil)
    case let error as DataError: self.init(error)
    case let error as AnalysisError: self.init(error)
    case let error as TrainingError: self.init(error)
    case let error as ModelError: self.init(error)
    case let fault as SourceFault: self.init(fault)
    case let fault as KindFault: self.init(fault)
    case let fault as TrainingFault: self.init(fault)
    default: self.init(.usage, "\(error)")
    }
  }
}

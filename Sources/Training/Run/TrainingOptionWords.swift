import ArgumentParser
package import Engine

/// A word of `task-weights`: a weight, or the method that sets all of them.
enum TaskWeight: ExpressibleByArgument, Equatable, Sendable {
  case number(Double)
  case method(TaskWeighting)

  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var method: TaskWeighting? { if case .method(let method) = self { method } else { nil } }

  init?(argument: String) {
    if let number = Double(argument) {
      self = .number(number)
    } else if let method = TaskWeighting(rawValue: argument), method != .fixed {
      self = .method(method)
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] {
    TaskWeighting.allCases.filter { $0 != .fixed }.map(\.rawValue)
  }

  var defaultValueDescription: String {
    switch self {
    case .number(let number): "\(number)"
    case .method(let method): method.rawValue
    }
  }
}

extension TableUpdate: ExpressibleByArgument {}

extension LearningRateSchedule.Shape: ExpressibleByArgument {}

extension Monitor: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }

  package var defaultValueDescription: String { text }
}

extension SampleSpace: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }

  package var defaultValueDescription: String { text }
}

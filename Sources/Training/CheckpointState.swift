import Data
import Engine
import Models

/// What training remembers between two runs: with it in a file, a model that was opened is trained on as
/// if it had never been saved.
package struct TrainingState: Codable, Sendable, Equatable {
  /// The optimiser's rule, and the steps it has made.
  var rule: String
  var steps: Int
  /// Epochs begun: each has an order of its own.
  var startedEpochs: Int

  enum CodingKeys: String, CodingKey {
    case rule = "optimizer"
    case steps
    case startedEpochs = "epochs"
  }

  /// The optimiser as it was; its learning rate is that of the next run.
  var optimizer: Optimizer? { UpdateRule(rawValue: rule).map { Optimizer($0, steps: steps) } }

  /// Largest numbers that a file may hold.
  private static let largestSteps = 100_000_000

  var isPossible: Bool {
    UpdateRule(rawValue: rule) != nil && (0...Self.largestSteps).contains(steps)
      && (0...Self.largestSteps).contains(startedEpochs)
  }
}

extension Checkpoint {
  private static let first = "optimizer.first."
  private static let second = "optimizer.second."

  /// The moments of every tensor, under its name with a prefix.
  static func moments(of model: Model) -> [Safetensors.Tensor] {
    model.parameters.all.flatMap { parameter -> [Safetensors.Tensor] in
      guard let moments = parameter.moments else { return [] }
      return [(first, moments.first), (second, moments.second)].map { prefix, values in
        Safetensors.Tensor(
          name: prefix + parameter.name, shape: parameter.shape, values: values)
      }
    }
  }

  /// Gives the model the moments in a file that holds the state of training.
  static func restoreMoments(of model: Model, from file: Safetensors) throws(CheckpointError) {
    let tensors = Dictionary(file.tensors.map { ($0.name, $0) }) { first, _ in first }
    var pairs: [(Parameter, [Float], [Float])] = []
    for parameter in model.parameters.all {
      let found = [first, second].compactMap { tensors[$0 + parameter.name] }
      // A tensor that no loss reaches has none.
      if found.isEmpty { continue }
      guard found.count == 2, found.allSatisfy({ $0.shape == parameter.shape }),
        found.allSatisfy({ $0.values.allSatisfy(\.isFinite) }),
        found[1].values.allSatisfy({ $0 >= 0 })
      else {
        throw CheckpointError("what the optimiser remembers of '\(parameter.name)' is damaged")
      }
      pairs.append((parameter, found[0].values, found[1].values))
    }
    for (parameter, first, second) in pairs {
      parameter.restoreMoments(first: first, second: second)
    }
  }
}

import DataSets
import Engine
import Numbers

/// Soft selection gating: one shared attention over the fields, and one gate per module that reads it.
///
/// Kong et al., IJCNN 2023, eq. 1; Sec. IV-B and fig. 3a: attention and embedding are shared, gates private.
struct SoftSelection {
  private let network: Network
  private let raw: Value
  private let attended: Value
  private let gates: Parameters
  /// The scope of the modules' names.
  private let owner: Parameters
  private let shape: [Int]

  /// Takes the embedding [fields × dimension] and the number of heads; `owner` is the scope of names of a
  /// model per task.
  init(_ network: Network, raw: Value, heads: Int, of owner: Parameters? = nil) {
    self.network = network
    self.raw = raw
    let fields = network.schema.features.count
    let dimension = raw.width / fields
    shape = [fields, dimension]
    self.owner = owner ?? network.parameters
    let parameters = self.owner["attention"]
    gates = self.owner["ssg"]
    func through(_ name: String, _ x: Value) -> Value {
      let weight = parameters.tensor(name, [dimension, dimension], .glorot(dimension, dimension))
      return network.graph.dense(x, weight: weight, groups: fields)
    }
    attended = network.module(.selection, parameters) {
      let joined = network.graph.attention(
        query: through("query", raw), key: through("key", raw), value: through("value", raw),
        fields: fields, heads: heads)
      return through("output", joined)
    }
  }

  /// The input E_m [fields × dimension] of the module `name` (`dnn`, `income.cross`, …).
  func callAsFunction(_ name: String) -> Value {
    let gate = gates.tensor(name, shape, .constant(0))
    network.record(.selection(module: owner[name].path), gate, gate: Elementary.logistic)
    return network.module(.selection, gates[name]) {
      network.graph.selection(attended: attended, raw: raw, gate: gate)
    }
  }
}

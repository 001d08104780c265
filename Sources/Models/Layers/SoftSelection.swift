import DataSets
import Engine
import Numbers

/// Soft selection gating: one attention over the fields, and a gate for each module that reads it.
///
/// Eq. 1; attention and raw embedding are shared, gates are private (Sec. IV-B, Fig. 3a).
struct SoftSelection {
  private let network: Network
  private let raw: Value
  private let attended: Value
  private let gates: Parameters
  /// What the names of modules begin with.
  private let owner: Parameters
  private let shape: [Int]

  /// `raw` is the embedding [fields × dimension], read by `heads` heads; `owner` is where the names
  /// begin, for a model a task.
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
    let joined = network.graph.attention(
      query: through("query", raw), key: through("key", raw), value: through("value", raw),
      fields: fields, heads: heads)
    attended = through("output", joined)
  }

  /// What the module `name` (`dnn`, `income.cross`, …) reads: E_m [fields × dimension].
  func callAsFunction(_ name: String) -> Value {
    let gate = gates.tensor(name, shape, .constant(0))
    network.record(.selection(module: owner[name].path), gate, gate: Elementary.logistic)
    return network.graph.selection(attended: attended, raw: raw, gate: gate)
  }
}

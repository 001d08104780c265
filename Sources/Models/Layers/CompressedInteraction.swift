import DataSets
import Engine

extension Network {
  /// A compressed interaction network on the fields of an embedding [c × d]: layers of feature maps
  /// `X^k_h = Σ_ij W^k_h,ij (X^{k−1}_i ⊙ X⁰_j) + b^k_h`, each summed over its d numbers.
  ///
  /// As in FuxiCTR, there is no activation, and every map feeds both the next layer and the output. W is
  /// [H_{k−1} · c, H_k]; the result has one number per map, layer by layer.
  /// Lian et al., KDD 2018, eqs. 6 and 7.
  func compressedInteraction(_ fields: Value, _ parameters: Parameters, widths: [Int]) -> Value {
    module(.interaction, parameters) {
      let count = schema.features.count
      let dimension = fields.width / count
      // Transposed to dimensions × fields, so that a layer is a matrix product over pairs of maps and fields.
      let first = graph.transpose(fields, rows: count)
      var maps = first
      var pooled: [Value] = []
      for (layer, width) in widths.enumerated() {
        let scope = parameters[layer]
        let pairs = graph.pairProducts(maps, first, groups: dimension)
        maps = graph.dense(
          pairs, weight: matrix(scope, pairs.width / dimension, width),
          bias: scope.tensor("bias", [width], .constant(0)), groups: dimension)
        pooled.append(graph.groupSum(maps, groups: dimension))
      }
      return graph.concatenation(pooled)
    }
  }
}

/// AUC within groups of rows, such as the rows of a user.
package struct GroupedAUC: Sendable, Equatable, Codable {
  /// Mean over the groups, weighted by their rows, or by the sum of the rows' weights (GAUC: Zhu et al., KDD 2017).
  package var weighted: Double
  /// Unweighted mean over the groups (uAUC of the WeChat challenge).
  package var plain: Double
  /// The number of groups that have both classes; the others have no AUC and are left out.
  package var groups: Int

  /// Takes known values.
  package init(weighted: Double, plain: Double, groups: Int) {
    (self.weighted, self.plain, self.groups) = (weighted, plain, groups)
  }

  /// The AUC of rows, each with a score, a label (0 or 1) and a group; nil if no group has both classes.
  ///
  /// Groups are summed in the order of their first rows. `weights` are what the rows count, by default 1
  /// each.
  package init?(
    scores: [Float], labels: [Float], groups: [Int], weights: [Double]? = nil
  ) {
    var indices: [Int: Int] = [:]
    var rows: [[Int]] = []
    for (row, group) in groups.enumerated() {
      if let index = indices[group] {
        rows[index].append(row)
      } else {
        indices[group] = rows.count
        rows.append([row])
      }
    }
    var (weightedSum, plainSum, count) = (0.0, 0.0, 0.0)
    (weighted, self.groups) = (0, 0)
    for members in rows {
      let own = weights.map { all in members.map { all[$0] } }
      let auc = Metrics.auc(
        scores: members.map { scores[$0] }, labels: members.map { labels[$0] }, weights: own)
      guard let auc else { continue }
      let size = own.map { $0.reduce(0, +) } ?? Double(members.count)
      weightedSum += auc * size
      count += size
      plainSum += auc
      self.groups += 1
    }
    if self.groups == 0 { return nil }
    weighted = weightedSum / count
    plain = plainSum / Double(self.groups)
  }
}

/// AUC within groups of rows, such as a user's: whether the order is right for each of them.
package struct GroupedAUC: Sendable, Equatable, Codable {
  /// Mean over the groups, each weighing as many rows as it has (GAUC: Zhu et al., KDD 2017).
  package var weighted: Double
  /// Plain mean over the groups (the uAUC of WeChat's contest).
  package var plain: Double
  /// Groups that have both classes; the others have no AUC and do not count.
  package var groups: Int

  package init(weighted: Double, plain: Double, groups: Int) {
    (self.weighted, self.plain, self.groups) = (weighted, plain, groups)
  }

  /// The figures of rows with scores, labels (0 or 1) and a group each.
  ///
  /// nil without a group that has both classes. Groups are summed in the order of their first row.
  package init?(scores: [Float], labels: [Float], groups: [Int]) {
    var places: [Int: Int] = [:]
    var rows: [[Int]] = []
    for (row, group) in groups.enumerated() {
      if let place = places[group] {
        rows[place].append(row)
      } else {
        places[group] = rows.count
        rows.append([row])
      }
    }
    var (weightedSum, plainSum, count) = (0.0, 0.0, 0)
    (weighted, self.groups) = (0, 0)
    for members in rows {
      let auc = Metrics.auc(scores: members.map { scores[$0] }, labels: members.map { labels[$0] })
      guard let auc else { continue }
      weightedSum += auc * Double(members.count)
      count += members.count
      plainSum += auc
      self.groups += 1
    }
    if self.groups == 0 { return nil }
    weighted = weightedSum / Double(count)
    plain = plainSum / Double(self.groups)
  }
}

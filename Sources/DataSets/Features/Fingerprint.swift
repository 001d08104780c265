import Numbers
import System

extension DataSet {
  /// SHA-256 over names, vocabularies, ids, raw numbers, labels, split and `options`.
  ///
  /// Each column has a digest of its own, so that all cores work on a large set.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func digest(options: String, _ interrupt: Interrupt) throws -> String {
    let columnDigests = try parallelMap(over: columns.count + labels.count) { index in
      try columnDigest(index, interrupt)
    }
    var digest = Digest()
    digest.update(source)
    digest.update(options)
    schema.features.forEach { digest.update($0.name) }
    schema.tasks.forEach { digest.update("\($0.name) \($0.kind.rawValue)") }
    columnDigests.forEach { digest.update($0) }
    Split.Part.allCases.forEach { digest.update(split[$0]) }
    if let weights = carried.weights {
      digest.update("weights")
      try digest.update(weights, interrupt)
    }
    return digest.hexadecimal()
  }

  /// The digest of a feature's column with its words, or after them of a task's.
  private func columnDigest(_ index: Int, _ interrupt: Interrupt) throws -> String {
    var digest = Digest()
    var watch = Watch(interrupt)
    guard index < columns.count else {
      try digest.update(labels[index - columns.count], interrupt)
      return digest.hexadecimal()
    }
    try columns[index].add(to: &digest, interrupt)
    if case .categorical(let words) = schema.features[index].kind {
      for word in words {
        try watch.step()
        digest.update(word)
      }
    }
    for code in 0..<strangers[index].count {
      try watch.step()
      digest.update(strangers[index][code])
    }
    return digest.hexadecimal()
  }
}

extension DataSet.Column {
  fileprivate func add(to digest: inout Digest, _ interrupt: Interrupt) throws {
    switch self {
    case .categories(let ids): try digest.update(ids, interrupt)
    case .numbers(let raw, _): try digest.update(raw, interrupt)
    case .bins(let raw, let ids):
      try digest.update(raw, interrupt)
      try digest.update(ids, interrupt)
    case .lists(let lists):
      try digest.update(lists.lists, interrupt)
      try digest.update(lists.starts, interrupt)
      try digest.update(lists.ids, interrupt)
      try digest.update(lists.weights, interrupt)
    }
  }
}

extension Digest {
  fileprivate mutating func update<Element>(_ values: Values<Element>, _ interrupt: Interrupt)
    throws
  {
    try values.forEachPiece { _, rows in
      try interrupt.check()
      update(UnsafeRawBufferPointer(rows))
    }
  }
}

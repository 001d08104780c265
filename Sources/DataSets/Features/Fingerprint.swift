import Numbers

extension DataSet {
  /// SHA-256 over names, vocabularies, ids, raw numbers, labels, split and `options`.
  ///
  /// Each column has a digest of its own, so that all cores work on a large set.
  ///
  /// - Throws: `CancellationError` once `isInterrupted` says so.
  func digest(options: String, _ isInterrupted: @escaping () -> Bool) throws -> String {
    let columnDigests = Slots<String>(count: columns.count + labels.count)
    parallel(over: columns.count + labels.count) { place, _ in
      columnDigests[place] = try? columnDigest(place, isInterrupted)
    }
    if isInterrupted() { throw CancellationError() }
    var digest = Digest()
    digest.update(source)
    digest.update(options)
    schema.features.forEach { digest.update($0.name) }
    schema.tasks.forEach { digest.update("\($0.name) \($0.kind.rawValue)") }
    columnDigests.all.forEach { digest.update($0) }
    Split.Part.allCases.forEach { digest.update(split[$0]) }
    return digest.hexadecimal()
  }

  /// The digest of a feature's column with its words, or after them of a task's.
  private func columnDigest(_ place: Int, _ isInterrupted: @escaping () -> Bool) throws -> String {
    var digest = Digest()
    var watch = Watch(isInterrupted)
    guard place < columns.count else {
      try digest.update(labels[place - columns.count], watch)
      return digest.hexadecimal()
    }
    try columns[place].add(to: &digest, watch)
    if case .categorical(let words) = schema.features[place].kind {
      for word in words {
        try watch.step()
        digest.update(word)
      }
    }
    for code in 0..<strangers[place].count {
      try watch.step()
      digest.update(strangers[place][code])
    }
    return digest.hexadecimal()
  }
}

extension DataSet.Column {
  fileprivate func add(to digest: inout Digest, _ watch: Watch) throws {
    switch self {
    case .categories(let ids): try digest.update(ids, watch)
    case .numbers(let raw, _): try digest.update(raw, watch)
    case .bins(let raw, let ids):
      try digest.update(raw, watch)
      try digest.update(ids, watch)
    case .lists(let lists):
      try digest.update(lists.lists, watch)
      try digest.update(lists.starts, watch)
      try digest.update(lists.ids, watch)
      try digest.update(lists.weights, watch)
    }
  }
}

extension Digest {
  fileprivate mutating func update<Element>(_ values: Values<Element>, _ watch: Watch) throws {
    try values.forEachPiece { _, rows in
      try watch.look()
      update(UnsafeRawBufferPointer(rows))
    }
  }
}

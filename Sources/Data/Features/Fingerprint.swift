import Numbers

extension DataSet {
  /// SHA-256 over names, vocabularies, ids, raw numbers, labels, split and `options`.
  ///
  /// Each column has a digest of its own, so that all cores work on a large set.
  func digest(options: String) -> String {
    let columnDigests = Slots<String>(count: columns.count + labels.count)
    parallel(over: columns.count + labels.count) { place, _ in
      var digest = Digest()
      if place < columns.count {
        columns[place].add(to: &digest)
        if case .categorical(let words) = schema.features[place].kind {
          for word in words { digest.update(word) }
        }
        strangers[place].strings.forEach { digest.update($0) }
      } else {
        digest.update(labels[place - columns.count])
      }
      columnDigests[place] = digest.hexadecimal()
    }
    var digest = Digest()
    digest.update(source)
    digest.update(options)
    schema.features.forEach { digest.update($0.name) }
    schema.tasks.forEach { digest.update("\($0.name) \($0.kind.rawValue)") }
    columnDigests.all.forEach { digest.update($0) }
    Split.Part.allCases.forEach { digest.update(split[$0]) }
    return digest.hexadecimal()
  }
}

extension DataSet.Column {
  fileprivate func add(to digest: inout Digest) {
    switch self {
    case .categories(let ids): digest.update(ids)
    case .numbers(let raw, _): digest.update(raw)
    case .bins(let raw, let ids):
      digest.update(raw)
      digest.update(ids)
    case .lists(let lists):
      digest.update(lists.lists)
      digest.update(lists.starts)
      digest.update(lists.ids)
      digest.update(lists.weights)
    }
  }
}

extension Digest {
  fileprivate mutating func update<Element>(_ values: Values<Element>) {
    values.forEachPiece { _, rows in update(UnsafeRawBufferPointer(rows)) }
  }
}

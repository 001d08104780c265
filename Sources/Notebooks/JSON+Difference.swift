import JSONText

extension JSON {
  /// A place where two values differ.
  struct Difference: Equatable {
    /// "data.values[3].loss"; empty if the whole values differ.
    var path: String
    /// "0.5 recorded, 0.25 now".
    var values: String
  }

  /// The first place, by path, where this recorded value differs from the one made now.
  ///
  /// Numbers are compared by value: front-ends write 1.0 as 1, and 1e-7 as 0.0000001.
  func firstDifference(from now: JSON) -> Difference? {
    if let own = object, let other = now.object {
      for key in Set(own.keys).union(other.keys).sorted() {
        guard let difference = Self.difference(own[key], other[key]) else { continue }
        return difference.below(".\(key)")
      }
      return nil
    }
    if let own = array, let other = now.array {
      for index in 0..<max(own.count, other.count) {
        let pair = [own, other].map { $0.indices.contains(index) ? $0[index] : nil }
        guard let difference = Self.difference(pair[0], pair[1]) else { continue }
        return difference.below("[\(index)]")
      }
      return nil
    }
    if let own = double, let other = now.double, own == other { return nil }
    return written == now.written ? nil : Self.leaf(self, now)
  }

  private static func difference(_ recorded: JSON?, _ now: JSON?) -> Difference? {
    guard let recorded, let now else {
      return recorded == nil && now == nil ? nil : leaf(recorded, now)
    }
    return recorded.firstDifference(from: now)
  }

  private static func leaf(_ recorded: JSON?, _ now: JSON?) -> Difference {
    let texts = [recorded, now].map { value in
      let text = value?.text ?? "nothing"
      return text.count > 60 ? "\(text.prefix(60))…" : text
    }
    return Difference(path: "", values: "\(texts[0]) recorded, \(texts[1]) now")
  }

  /// The value as it is written: a number that JSON cannot express is null.
  private var written: JSON {
    if let double, !double.isFinite { .null } else { self }
  }

  private var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

extension JSON.Difference {
  fileprivate func below(_ step: String) -> JSON.Difference {
    let joined = path.isEmpty || path.hasPrefix("[") ? step + path : "\(step).\(path)"
    return JSON.Difference(
      path: joined.hasPrefix(".") ? String(joined.dropFirst()) : joined, values: values)
  }
}

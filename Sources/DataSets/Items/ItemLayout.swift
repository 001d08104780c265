/// How the lines of a file of items are written: a few columns, the last a list of items.
///
/// Between columns stands a comma, between items `\x01`; an item is a field, `\x02`, a feature's
/// number, `\x03` and a value.
struct ItemLayout: Sendable {
  /// The columns; those of a line's labels are `labels`.
  let columns: [String]
  let labels: [Int]
  /// The columns of the index, of the number of items, and of the items.
  let index: Int
  let itemCount: Int
  let items: Int
  /// The fields that are read, in their order.
  let fields: [Field]

  struct Field: Sendable {
    var name: String
    /// Whether a line has a list of its features, and not one: the last of several.
    var isList: Bool
  }

  /// Index + 1 of the field whose name hashes to a slot, 0 where none does.
  private var slots = [UInt8](repeating: 0, count: 256)
  private let keys: [UInt64]

  /// The columns named as in the owner's description, `labels` among them.
  init(columns: [String], labels: [String], fields: [Field]) {
    self.columns = columns
    self.labels = labels.compactMap { columns.firstIndex(of: $0) }
    index = columns.firstIndex(of: "common_feature_index") ?? 0
    itemCount = columns.count - 2
    items = columns.count - 1
    self.fields = fields
    keys = fields.map { field in field.name.utf8.reduce(0) { $0 << 8 | UInt64($1) } }
    for (index, key) in keys.enumerated() {
      var slot = Self.slot(key)
      while slots[slot] != 0 { slot = (slot + 1) & 255 }
      slots[slot] = UInt8(truncatingIfNeeded: index + 1)
    }
  }

  /// The index of the field with a name of at most eight bytes.
  @inline(__always)
  func field(_ name: Range<UnsafePointer<UInt8>>) -> Int? {
    var key: UInt64 = 0
    for byte in name { key = key << 8 | UInt64(byte[0]) }
    var slot = Self.slot(key)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if keys[index] == key { return index }
      slot = (slot + 1) & 255
    }
    return nil
  }

  private static func slot(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 56)
  }
}

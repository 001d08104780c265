import CKernels

/// A line of a file of items, cut into its parts.
struct ItemLine {
  struct Item {
    var field: Int
    var number: UInt32
    var value: Float
  }

  private(set) var labels: [Float] = []
  private(set) var index: UInt64 = 0
  /// The items of fields that are read.
  private(set) var found: [Item] = []
  private let layout: ItemLayout
  private var columns: [Text] = []

  private typealias Text = Range<UnsafePointer<UInt8>>

  init(_ layout: ItemLayout) { self.layout = layout }

  /// Reads a line; what is wrong with it, nil if nothing is.
  mutating func read(_ line: Range<UnsafePointer<UInt8>>) -> BadRow.Reason? {
    cut(line)
    guard columns.count == layout.columns.count else {
      return .fieldCount(expected: layout.columns.count, found: columns.count)
    }
    labels.removeAll(keepingCapacity: true)
    for column in layout.labels {
      guard columns[column].count == 1, let value = Self.whole(columns[column]), value < 2 else {
        return unexpected(column, .words(["0", "1"]))
      }
      labels.append(Float(value))
    }
    guard let index = Self.index(columns[layout.index]) else {
      return unexpected(layout.index, .hexadecimal(digits: 16))
    }
    self.index = index
    guard let announced = Self.whole(columns[layout.itemCount]) else {
      return unexpected(layout.itemCount, .featureCount)
    }
    guard let count = readItems(columns[layout.items]) else {
      return unexpected(layout.items, .items)
    }
    if count != announced {
      return unexpected(layout.itemCount, .listLength(Int(count)))
    }
    return nil
  }

  /// The reason of a column that does not hold what it should.
  func unexpected(_ column: Int, _ expected: BadRow.Expected) -> BadRow.Reason {
    .unexpected(
      column: layout.columns[column], word: Self.shown(columns[column]), expected: expected)
  }

  /// Cuts a line at its commas.
  private mutating func cut(_ line: Text) {
    columns.removeAll(keepingCapacity: true)
    var next = line.lowerBound
    while let end = dephn_find_byte(next, 44, line.upperBound - next) {
      columns.append(next..<end)
      next = end + 1
    }
    columns.append(next..<line.upperBound)
  }

  /// Takes the items of a list; how many there are, nil if one is not as it should be.
  private mutating func readItems(_ list: Text) -> UInt64? {
    found.removeAll(keepingCapacity: true)
    var next = list.lowerBound
    var count: UInt64 = 0
    while next < list.upperBound {
      let name = Self.part(next..<list.upperBound)
      guard (1...8).contains(name.count), Self.ends(name, list, with: 2) else { return nil }
      let id = Self.part(name.upperBound + 1..<list.upperBound)
      guard Self.ends(id, list, with: 3), let number = Self.whole(id), number <= UInt32.max else {
        return nil
      }
      let value = Self.part(id.upperBound + 1..<list.upperBound)
      guard let weight = DecimalNumber.float(value.lowerBound, value.count) else { return nil }
      next = value.upperBound
      if next < list.upperBound {
        // A separator at the very end announces an item that is not there.
        guard next[0] == 1, next + 1 < list.upperBound else { return nil }
        next += 1
      }
      count += 1
      if let field = layout.field(name) {
        found.append(Item(field: field, number: UInt32(number), value: weight))
      }
    }
    return count
  }

  /// The bytes up to the next of the marks `\x00` to `\x03`.
  @inline(__always)
  private static func part(_ text: Text) -> Text {
    var next = text.lowerBound
    while next < text.upperBound, next[0] > 3 { next += 1 }
    return text.lowerBound..<next
  }

  private static func ends(_ part: Text, _ list: Text, with mark: UInt8) -> Bool {
    part.upperBound < list.upperBound && part.upperBound[0] == mark
  }

  /// A whole number of up to 18 digits.
  private static func whole(_ digits: Text) -> UInt64? {
    guard (1...18).contains(digits.count) else { return nil }
    var value: UInt64 = 0
    for byte in digits {
      let digit = byte[0] &- UInt8(ascii: "0")
      if digit > 9 { return nil }
      value = value * 10 + UInt64(digit)
    }
    return value
  }

  /// 16 hexadecimal digits as a number.
  private static func index(_ digits: Text) -> UInt64? {
    guard digits.count == 16 else { return nil }
    var value: UInt64 = 0
    for byte in digits {
      switch byte[0] {
      case 0x30...0x39: value = value << 4 | UInt64(byte[0] - 0x30)
      case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt64((byte[0] | 0x20) - 0x57)
      default: return nil
      }
    }
    return value
  }

  /// The start of a column as people can read it.
  private static func shown(_ column: Text) -> String {
    column.prefix(40).map { byte in
      (0x20..<0x7f).contains(byte[0])
        ? String(UnicodeScalar(byte[0]))
        : "\\x" + (byte[0] < 16 ? "0" : "") + String(byte[0], radix: 16)
    }.joined()
  }
}

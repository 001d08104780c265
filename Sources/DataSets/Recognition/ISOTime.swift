/// A point in time as ISO 8601 writes it, in UTC where no zone is given.
struct ISOTime {
  let seconds: Double

  init?(_ word: String) {
    var bytes = Array(word.utf8)[...]
    guard bytes.count >= 10, let year = bytes.takeDigits(4...4), let mark = bytes.popFirst(),
      mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/"),
      let month = bytes.takeDigits(2...2), bytes.popFirst() == mark,
      let day = bytes.takeDigits(2...2), CivilDay.exists(year, month, day)
    else { return nil }
    var seconds = Double(CivilDay.number(year, month, day)) * 86_400
    if let mark = bytes.popFirst() {
      guard mark == UInt8(ascii: "T") || mark == UInt8(ascii: " "),
        let time = bytes.takeTimeOfDay(), let offset = Self.zone(&bytes), bytes.isEmpty
      else { return nil }
      seconds += time - offset
    }
    self.seconds = seconds
  }

  /// Seconds east of UTC: nothing, Z, UTC, +02:00, +0200 or +02.
  private static func zone(_ bytes: inout ArraySlice<UInt8>) -> Double? {
    while bytes.first == UInt8(ascii: " ") { bytes = bytes.dropFirst() }
    guard let mark = bytes.popFirst() else { return 0 }
    if mark == UInt8(ascii: "Z") || mark == UInt8(ascii: "z") { return 0 }
    if mark == UInt8(ascii: "U"), bytes.elementsEqual("TC".utf8) {
      bytes = []
      return 0
    }
    guard mark == UInt8(ascii: "+") || mark == UInt8(ascii: "-"),
      let hours = bytes.takeDigits(2...2)
    else { return nil }
    if bytes.first == UInt8(ascii: ":") { bytes = bytes.dropFirst() }
    let minutes = bytes.isEmpty ? 0 : bytes.takeDigits(2...2)
    guard let minutes else { return nil }
    let offset = Double(hours * 3600 + minutes * 60)
    return mark == UInt8(ascii: "-") ? -offset : offset
  }
}

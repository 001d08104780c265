/// What the name of a column says of its values.
struct ColumnName {
  /// Its words in lower case: `userId` and `user_id` have two.
  let parts: [String]

  init(_ name: String) {
    var parts: [String] = [""]
    var wasLower = false
    for character in name {
      if !character.isLetter && !character.isNumber {
        parts.append("")
      } else {
        if character.isUppercase, wasLower { parts.append("") }
        parts[parts.count - 1].append(character)
      }
      wasLower = character.isLowercase || character.isNumber
    }
    self.parts = parts.map { $0.lowercased() }.filter { !$0.isEmpty }
  }

  /// Whether it ends in id, key, code, hash or zip.
  var isID: Bool {
    guard let last = parts.last else { return false }
    if ["id", "ids", "key", "code", "hash", "zip", "zipcode", "postcode", "uuid", "guid", "uid"]
      .contains(last)
    {
      return true
    }
    return last.hasSuffix("id") && Self.things.contains(String(last.dropLast(2)))
  }

  /// Whether it ends in the name of something that has ids, such as user.
  var isThing: Bool { parts.last.map(Self.things.contains) ?? false }

  /// Whether it is called a time or a date.
  var isTime: Bool {
    parts.contains { part in
      [
        "time", "date", "ts", "timestamp", "datetime", "day", "dt", "at", "when", "created",
        "updated",
      ]
      .contains(part) || part.hasSuffix("time") || part.hasSuffix("date")
    }
  }

  private static let things: Set = [
    "user", "item", "movie", "video", "ad", "product", "session", "device", "customer", "book",
    "song", "track", "author", "query", "doc", "news", "campaign", "site", "app", "shop", "cat",
    "category", "brand", "photo", "live", "music", "feed", "post", "page", "store", "order",
    "member",
    "client", "account", "article", "channel", "tag", "city", "region", "room", "hotel", "host",
  ]
}

/// Options as JSON: `{"num-experts": 8, …}`.
package struct SavedOptions: Codable, Sendable {
  /// The options; in no order once they are read from a file.
  package var settings: [OptionSetting]

  /// Takes the options to save.
  package init(_ settings: [OptionSetting]) { self.settings = settings }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Writes one member per option.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for setting in settings {
      try container.encode(setting.value, forKey: Name(stringValue: setting.name))
    }
  }

  /// Reads every member as an option.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    settings = try container.allKeys.map {
      OptionSetting(name: $0.stringValue, value: try container.decode(OptionValue.self, forKey: $0))
    }
  }
}

import ArgumentParser

/// A property that declares an option, and the type of its value; groups are flattened.
struct DeclaredProperty {
  let name: String
  /// Without `[…]` and `…?`.
  let valueType: Any.Type

  /// The properties of a type, in the order in which the library lists their options.
  static func all(of type: any ParsableArguments.Type) -> [DeclaredProperty] {
    Mirror(reflecting: type.init()).children.flatMap { child -> [DeclaredProperty] in
      guard let wrapper = child.value as? any OptionWrapper else { return [] }
      let type = Swift.type(of: wrapper).valueType
      if let group = type as? any ParsableArguments.Type { return all(of: group) }
      return [DeclaredProperty(name: bare(child.label), valueType: element(of: type))]
    }
  }

  /// Every property of parsed options with its value, a group as one value.
  static func values(of arguments: any ParsableArguments) -> [(name: String, value: Any)] {
    Mirror(reflecting: arguments).children.compactMap { child in
      (child.value as? any OptionWrapper).map { (bare(child.label), $0.content) }
    }
  }

  /// The name of the property, `numExperts`, for that of its wrapper, `_numExperts`.
  private static func bare(_ label: String?) -> String {
    String((label ?? "").drop { $0 == "_" })
  }

  private static func element(of type: Any.Type) -> Any.Type {
    var type = type
    while let wrapping = type as? any Wrapping.Type { type = wrapping.wrapped }
    return type
  }
}

/// A property wrapper of the library.
private protocol OptionWrapper {
  static var valueType: Any.Type { get }
  /// The value after parsing; reading it before ends the program.
  var content: Any { get }
}

extension Argument: OptionWrapper {
  fileprivate static var valueType: Any.Type { Value.self }
  fileprivate var content: Any { wrappedValue }
}

extension Option: OptionWrapper {
  fileprivate static var valueType: Any.Type { Value.self }
  fileprivate var content: Any { wrappedValue }
}

extension Flag: OptionWrapper {
  fileprivate static var valueType: Any.Type { Value.self }
  fileprivate var content: Any { wrappedValue }
}

extension OptionGroup: OptionWrapper {
  fileprivate static var valueType: Any.Type { Value.self }
  fileprivate var content: Any { wrappedValue }
}

/// `[X]` and `X?`, with access to `X`.
private protocol Wrapping {
  static var wrapped: Any.Type { get }
}

extension Array: Wrapping {
  fileprivate static var wrapped: Any.Type { Element.self }
}

extension Optional: Wrapping {
  fileprivate static var wrapped: Any.Type { Wrapped.self }
}

extension String {
  /// With a capital letter in front, unless the first word is a name with a dot.
  var capitalizedFirst: String {
    prefix { $0 != " " }.contains(".") ? self : prefix(1).uppercased() + dropFirst()
  }
}

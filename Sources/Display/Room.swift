enum DisplayRoom {}
